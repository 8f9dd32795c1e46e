"""What a department does with a notice: receive, answer, return, hand on, merge, take up again.

Every act names the form that it came from and the revision that the person saw, so that nothing happens twice and nobody
answers what somebody else has answered meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.duties.clues.service import hand_over
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.notices.handling.attaching.service import Upload, attach
from supervision.notices.handling.deadlines.queries import clocks_on
from supervision.notices.handling.deadlines.rules import Clock
from supervision.notices.handling.errors import FeedbackMissing, NothingToMerge, NotOurs, SameTarget, TargetEnded, TextMissing
from supervision.notices.handling.moving.queries import step_of_request
from supervision.notices.handling.moving.service import lock, move, title
from supervision.notices.handling.showing.queries import SOURCE
from supervision.notices.models import Notice, Step
from supervision.notices.states import Feedback, NoticeAction, NoticeState, PoolReason

SAYS_MORE: Final = frozenset({Feedback.UNLICENSED, Feedback.CANNOT_CONTACT})
OVERSEE: Final = "notices.oversee"


@dataclass(frozen=True, slots=True)
class Given:
    """Who acts, from which form, and what the person had seen; without a form's number nothing guards against repeating."""

    principal: Principal
    now: datetime
    request_key: UUID | None = None
    revision: int | None = None

    @property
    def actor(self) -> str:
        return self.principal.name


@dataclass(frozen=True, slots=True)
class Answer:
    """反馈: the result, what is to be said about it, and the files that prove it."""

    feedback: Feedback | None
    text: str = ""
    files: Sequence[Upload] = field(default_factory=tuple)


def receive(session: Session, notice: Notice, given: Given) -> Step:
    """接收: the clock of the answer begins."""
    own(session, notice, given)
    clocks = clocks_on(session, on=legal_date(given.now))
    values = {
        "received_at": given.now,
        "received_by": given.actor,
        "answer_by": clocks.answer_by(legal_date(given.now)),
        "answer_rule": _code(clocks.answer),
    }
    return _move(session, notice, NoticeAction.RECEIVE, given, values=values)


def answer(session: Session, notice: Notice, answer: Answer, given: Given) -> Step:
    """反馈: once; one that was not received yet is received in the same breath.

    Unlicensed operation is handed over as a clue, so that it is checked by its own clock.
    """
    lock(session, notice)
    done = step_of_request(session, given.request_key) if given.request_key else None
    feedback = _complete(answer)
    if done is None and notice.state == NoticeState.PUSHED and given.revision in {None, notice.revision}:
        receive(session, notice, Given(given.principal, given.now))
        given = Given(given.principal, given.now, given.request_key, notice.revision)
    own(session, notice, given)
    values = {"answered_at": given.now, "feedback": feedback.value, "feedback_text": answer.text.strip() or None}
    detail: dict[str, object] = {"feedback": feedback.value, "text": answer.text.strip()}
    step = _move(session, notice, NoticeAction.ANSWER, given, values=values, detail=detail)
    if done is None:
        attach(session, notice_id=notice.id, step_id=step.id, files=answer.files, actor=given.actor, now=given.now)
        _hand_clue(session, notice, given)
    return step


def return_(session: Session, notice: Notice, given: Given, *, reason: str) -> Step:
    """回退: nobody's again, with the reason for whoever claims it."""
    own(session, notice, given)
    clocks = clocks_on(session, on=legal_date(given.now))
    values = {
        **NOT_RECEIVED,
        "department_id": None,
        "pool_reason": PoolReason.RETURNED.value,
        "pool_text": reason.strip(),
        "claim_by": clocks.claim_by(legal_date(given.now)),
        "claim_rule": _code(clocks.claim),
    }
    return _move(session, notice, NoticeAction.RETURN, given, values=values, reason=reason)


def reassign(session: Session, notice: Notice, given: Given, *, department_id: int, reason: str) -> Step:
    """改派: another department's, whose clock begins anew; the old one stays in the step."""
    target = living(session, department_id)
    lock(session, notice)
    done = step_of_request(session, given.request_key) if given.request_key else None
    if done is None and target.id == notice.department_id:
        raise SameTarget
    if notice.department_id is None and not given.principal.may(OVERSEE):
        raise NotOurs(office="认领池")
    clocks = clocks_on(session, on=legal_date(given.now))
    values = {
        **NOT_RECEIVED,
        "department_id": target.id,
        "pool_reason": None,
        "pool_text": None,
        "pushed_at": given.now,
        "receive_by": clocks.receive_by(legal_date(given.now)),
        "receive_rule": _code(clocks.receive),
    }
    detail: dict[str, object] = {"due_on": notice.due_on.isoformat() if notice.due_on else None}
    return _move(session, notice, NoticeAction.REASSIGN, given, values=values, reason=reason, detail=detail)


def merge(session: Session, notice: Notice, duplicates: Sequence[Notice], given: Given) -> Step:
    """并案: duplicates of the same firm and item go into this notice, which alone is answered."""
    for one in sorted([notice, *duplicates], key=lambda item: item.id):
        lock(session, one)
    done = step_of_request(session, given.request_key) if given.request_key else None
    if done is not None:
        return done
    own(session, notice, given)
    if not duplicates or not all(_same_cause(notice, other) for other in duplicates):
        raise NothingToMerge
    numbers = [other.number for other in duplicates]
    step = _move(session, notice, NoticeAction.REMARK, given, detail={"merged": numbers}, reason=f"并入 {'、'.join(numbers)}")
    for other in duplicates:
        values = {"merged_into": notice.id}
        _move(
            session, other, NoticeAction.MERGE, Given(given.principal, given.now), values=values, reason=f"并入 {notice.number}"
        )
    return step


def reopen(session: Session, notice: Notice, given: Given, *, reason: str) -> Step:
    """重新办理: the answer was wrong; what it said stays in the step, and the clock is the one it had."""
    own(session, notice, given)
    if notice.department_id is None:
        raise NotOurs(office="认领池")
    detail: dict[str, object] = {"feedback": notice.feedback, "text": notice.feedback_text}
    values: dict[str, object] = {"feedback": None, "feedback_text": None, "answered_at": None, "closed_at": None}
    values |= {} if notice.received_at else {"received_at": given.now, "received_by": given.actor}
    return _move(session, notice, NoticeAction.REOPEN, given, values=values, reason=reason, detail=detail)


def urge(session: Session, notice: Notice, given: Given, *, reason: str) -> Step:
    """催办: said by whoever watches over the deadlines; the notice stays where it is."""
    return _move(session, notice, NoticeAction.REMIND, given, reason=reason)


NOT_RECEIVED: Final[dict[str, object]] = {
    "received_at": None,
    "received_by": None,
    "claimed_at": None,
    "claimed_by": None,
    "answer_by": None,
    "answer_rule": None,
}


def own(session: Session, notice: Notice, given: Given) -> None:
    """Hold the notice, and refuse whoever does not work in the department that has it."""
    lock(session, notice)
    if notice.department_id is not None and notice.department_id != given.principal.department_id:
        office = session.get(Department, notice.department_id)
        raise NotOurs(office=office.short_name if office else "别的单位")


def living(session: Session, department_id: int) -> Department:
    """Return a department that can receive, following those that were merged into another."""
    department = session.get(Department, department_id)
    seen: set[int] = set()
    while department is not None and department.merged_into is not None and department.id not in seen:
        seen.add(department.id)
        department = session.get(Department, department.merged_into)
    if department is None or department.valid_to is not None:
        raise TargetEnded(name=department.short_name if department else department_id)
    return department


def _move(
    session: Session,
    notice: Notice,
    action: NoticeAction,
    given: Given,
    *,
    values: Mapping[str, object] | None = None,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> Step:
    return move(
        session,
        notice,
        action,
        actor=given.actor,
        department_id=given.principal.department_id,
        request_key=given.request_key,
        revision=given.revision,
        reason=reason,
        detail=detail,
        values=values,
        now=given.now,
    )


def _complete(answer: Answer) -> Feedback:
    if answer.feedback is None:
        raise FeedbackMissing
    if answer.feedback in SAYS_MORE and not answer.text.strip():
        raise TextMissing(feedback=answer.feedback.label)
    return answer.feedback


def _hand_clue(session: Session, notice: Notice, given: Given) -> None:
    if notice.feedback != Feedback.UNLICENSED or notice.department_id is None:
        return
    hand_over(
        session,
        source_kind=SOURCE,
        source_id=notice.id,
        subject_id=notice.subject_id,
        content=f"双告知反馈发现无证经营（{notice.number}，{title(notice)}）：{notice.feedback_text}",
        department_id=notice.department_id,
        actor=given.actor,
        now=given.now,
    )


def _same_cause(notice: Notice, other: Notice) -> bool:
    same = (notice.subject_id, notice.item_code, notice.department_id) == (
        other.subject_id,
        other.item_code,
        other.department_id,
    )
    return same and other.id != notice.id and NoticeState(other.state).open and NoticeState(notice.state).open


def _code(clock: Clock | None) -> str | None:
    return clock.code if clock else None
