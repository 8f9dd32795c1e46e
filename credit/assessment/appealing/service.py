"""Filing an appeal, deciding it, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.assessment import queries as figures
from credit.assessment.circulars.queries import whole
from credit.assessment.errors import AnswerMissing, NotCounted, NothingAppealed, OwnAppeal
from credit.assessment.models import Appeal
from credit.assessment.queries import Period, Record
from credit.assessment.schemas import By, Measure
from credit.assessment.states import APPEAL, AppealAction, AppealState
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date

MOST: Final = 500
AGAINST: Final = {
    Measure.LATE: "被计为迟报",
    Measure.QUALIFIED: "被计为不合规",
    Measure.HIDDEN: "被计为瞒报",
}
ACTIONS: Final = {AppealAction.UPHOLD: AppealState.UPHELD, AppealAction.REFUSE: AppealState.REFUSED}


def counted_against(
    session: Session, principal: Principal, *, circular_id: int, measure: Measure, now: datetime
) -> list[Record]:
    """Return the decisions of somebody's department that a circular counts against it."""
    found = whole(session, circular_id=circular_id)
    period = Period(found.circular.starts_on, found.circular.ends_on, legal_date(now))
    opened = Measure.REPORTED if measure is Measure.QUALIFIED else measure
    records = figures.records(
        session,
        principal,
        period,
        measure=opened,
        by=By.DEPARTMENT,
        key=str(principal.department_id or 0),
        method=found.method,
        size=100_000 if measure is Measure.QUALIFIED else MOST,
    )
    wrong = [one for one in records if one.id is not None and (measure is not Measure.QUALIFIED or not one.qualified)]
    return wrong[:MOST]


def file_appeal(
    session: Session,
    principal: Principal,
    *,
    circular_id: int,
    measure: Measure,
    decision_ids: Sequence[int],
    reason: str,
    actor: str,
    now: datetime,
) -> Appeal:
    """Say which decisions were counted wrongly, and why."""
    if not decision_ids or len(decision_ids) > MOST:
        raise NothingAppealed
    known = {one.id for one in counted_against(session, principal, circular_id=circular_id, measure=measure, now=now)}
    if not set(decision_ids) <= known:
        raise NotCounted
    made = Appeal(
        circular_id=circular_id,
        department_id=principal.department_id,
        measure=measure,
        decision_ids=sorted(set(decision_ids)),
        reason=reason.strip(),
        state=AppealState.FILED,
        filed_at=now,
        filed_by=actor,
        answer="",
    )
    session.add(made)
    session.flush()
    _record(session, made, "credit.appeal.file", actor=actor, now=now, reason=reason)
    return made


def decide(
    session: Session, appeal: Appeal, *, action: AppealAction, answer: str, principal: Principal, actor: str, now: datetime
) -> None:
    """Uphold or refuse; what is upheld is counted no longer. Neither who filed it decides, nor anybody of that department."""
    if actor == appeal.filed_by or principal.department_id == appeal.department_id:
        raise OwnAppeal
    target = APPEAL.after(AppealState(appeal.state), action)
    if not answer.strip():
        raise AnswerMissing
    appeal.state, appeal.answer = target, answer.strip()
    appeal.decided_at, appeal.decided_by = now, actor
    session.flush()
    _record(session, appeal, "credit.appeal.decide", actor=actor, now=now, decision=target.label, reason=answer)


def withdraw(session: Session, appeal: Appeal, *, actor: str, now: datetime) -> None:
    """Take an appeal back before it was decided."""
    appeal.state = APPEAL.after(AppealState(appeal.state), AppealAction.WITHDRAW)
    session.flush()
    _record(session, appeal, "credit.appeal.withdraw", actor=actor, now=now)


def _record(session: Session, appeal: Appeal, action: str, *, actor: str, now: datetime, **detail: object) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="appeal",
        object_id=appeal.id,
        detail={"items": len(appeal.decision_ids), **detail},
        now=now,
        department_id=appeal.department_id,
    )
