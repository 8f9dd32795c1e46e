"""What becomes of an objection: taken, decided, corrected, taken back; what stands beside the record follows at once.

An act locks the objection first and the record after it. What is said beside a record is worked out anew from all objections to
its decision, so that one of several cannot take away what another still asks for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.objections import queries
from credit.objections.deadlines.queries import published_by, term_of
from credit.objections.deadlines.rules import CORRECT
from credit.objections.errors import (
    AnswerTooShort,
    ChangedMeanwhile,
    DecidedByReporter,
    NotNow,
    PersonalDataFound,
    RulingIncomplete,
)
from credit.objections.events import ObjectionDecided
from credit.objections.models import Objection, ObjectionStep
from credit.objections.rules import LEAST, covered
from credit.objections.schemas import Given, Ruling
from credit.objections.states import OBJECTION, ObjectionAction, ObjectionState, Outcome, Remedy, annotation_of
from credit.publicity import queries as records
from credit.publicity import service as publicity
from credit.reporting.models import Decision
from supervision.kernel import audit
from supervision.kernel.clock import legal_date
from supervision.kernel.outbox import publish as tell

FIRM: Final = "申请人"
PLATFORM: Final = "平台"
WITHDRAWN: Final = "经核实异议成立，撤下公示"
CLOSED: Final = frozenset({ObjectionState.CORRECTED, ObjectionState.REMOVED, ObjectionState.REFUSED, ObjectionState.CANCELLED})


def take(session: Session, objection: Objection, given: Given) -> None:
    """接收: somebody of the department says that the case is his."""
    if _repeated(session, objection, given):
        return
    _seen(objection, given)
    objection.taken_by, objection.taken_at = given.actor, given.now
    _move(session, objection, ObjectionAction.TAKE, given, said="来源单位开始核实")
    _audit(session, objection, "credit.objections.take", given)


def decide(session: Session, objection: Objection, given: Given, ruling: Ruling) -> None:
    """决定: upheld, partly or refused, by somebody who did not report the record; the answer stands at once.

    A record that was right to object to is withdrawn at once, or corrected: where its correction came before the decision, the
    case is closed with it.
    """
    if _repeated(session, objection, given):
        return
    _seen(objection, given)
    decision = _decidable(session, objection, given)
    outcome, action = _chosen(ruling)
    answer, on = answer_of(ruling.answer, confirmed=ruling.confirmed), legal_date(given.now)
    published, rule = published_by(session, on=on, division=objection.division)
    due = term_of(session, step=CORRECT, start=on, division=objection.division)
    objection.answer, objection.outcome = answer, outcome.value
    objection.decided_by, objection.decided_at = given.actor, given.now
    objection.published, objection.publish_rule = published, rule
    if action is ObjectionAction.UPHOLD and due is not None:
        objection.correct_by, objection.correct_rule, objection.correct_basis = due.by, due.rule, due.basis
        objection.due_on = due.by
    said = outcome.label + (f"，{ruling.remedy.label}" if ruling.remedy and outcome is not Outcome.REFUSED else "")
    _move(session, objection, action, given, said=said, note=ruling.note.strip() or None)
    if action is ObjectionAction.UPHOLD and decision.version > objection.version:
        _move(session, objection, ObjectionAction.AMENDED, given, said="来源单位已更正这条公示")
    if action is ObjectionAction.REMOVE:
        publicity.withdraw_decisions(session, decision_ids=[decision.id], reason=WITHDRAWN, now=given.now)
    annotate(session, decision.id, now=given.now)
    tell(session, ObjectionDecided(objection.id, decision.id, outcome.value), now=given.now)
    detail = {"outcome": outcome.value, "remedy": ruling.remedy.value if ruling.remedy else None}
    _audit(session, objection, "credit.objections.decide", given, detail)


def remove(session: Session, objection: Objection, given: Given, *, note: str) -> None:
    """Withdraw the record after all, where its correction does not come."""
    if _repeated(session, objection, given):
        return
    _seen(objection, given)
    if objection.state != ObjectionState.CORRECTING:
        raise ChangedMeanwhile
    _move(session, objection, ObjectionAction.REMOVE, given, said="改为撤下公示", note=note.strip() or None)
    publicity.withdraw_decisions(session, decision_ids=[objection.decision_id], reason=WITHDRAWN, now=given.now)
    annotate(session, objection.decision_id, now=given.now)
    _audit(session, objection, "credit.objections.decide", given, {"remedy": Remedy.WITHDRAW.value})


def cancel(session: Session, objection: Objection, *, now: datetime) -> None:
    """撤回, by the firm; a case that it took back already stays as it is."""
    if objection.state == ObjectionState.CANCELLED:
        return
    given = Given(FIRM, now)
    _move(session, objection, ObjectionAction.CANCEL, given, said="申请人撤回异议")
    annotate(session, objection.decision_id, now=now)
    _audit(session, objection, "credit.objections.cancel", given)


def amended(session: Session, *, decision_ids: Sequence[int], now: datetime) -> int:
    """Close the cases whose decisions were corrected since; return how many."""
    return _follow(session, decision_ids, ObjectionAction.AMENDED, "来源单位已更正这条公示", now=now)


def ended(session: Session, *, decision_ids: Sequence[int], now: datetime) -> int:
    """Close the cases whose records are public no longer; return how many."""
    return _follow(session, decision_ids, ObjectionAction.ENDED, "这条公示已停止", now=now)


def _follow(session: Session, decision_ids: Sequence[int], action: ObjectionAction, said: str, *, now: datetime) -> int:
    met = 0
    for objection, version in queries.correcting(session, decision_ids):
        if action is ObjectionAction.AMENDED and version <= objection.version:
            continue
        _move(session, objection, action, Given(PLATFORM, now), said=said)
        annotate(session, objection.decision_id, now=now)
        met += 1
    return met


def annotate(session: Session, decision_id: int, *, now: datetime) -> None:
    """Say beside the record what all objections to its decision come to."""
    session.flush()
    records.standing(session, [decision_id])
    states = session.scalars(select(Objection.state).where(Objection.decision_id == decision_id))
    said = annotation_of(ObjectionState(state) for state in states)
    publicity.annotate(session, decision_ids=[decision_id], annotation=said, now=now)


def answer_of(text: str, *, confirmed: bool) -> str:
    """Return an answer as others may read it; what is covered in it must have been agreed to."""
    if len(text.strip()) < LEAST:
        raise AnswerTooShort(least=LEAST)
    public, kinds = covered(text.strip())
    if kinds and not confirmed:
        raise PersonalDataFound(kinds="、".join(kinds))
    return public


def _decidable(session: Session, objection: Objection, given: Given) -> Decision:
    """Return the decision, unless somebody who reported one of its versions wants to decide."""
    decision = session.get_one(Decision, objection.decision_id)
    reporters = {objection.reported_by, *(row.reported_by for row in records.standing(session, [decision.id]))}
    if given.actor in reporters:
        raise DecidedByReporter
    return decision


def _chosen(ruling: Ruling) -> tuple[Outcome, ObjectionAction]:
    if ruling.outcome is None:
        raise RulingIncomplete(missing="结论")
    if ruling.outcome is Outcome.REFUSED:
        return ruling.outcome, ObjectionAction.REFUSE
    if ruling.remedy is None:
        raise RulingIncomplete(missing="处理方式（更正或撤下）")
    return ruling.outcome, ObjectionAction.UPHOLD if ruling.remedy is Remedy.CORRECT else ObjectionAction.REMOVE


def _seen(objection: Objection, given: Given) -> None:
    if given.revision not in {None, objection.revision}:
        raise ChangedMeanwhile


def _repeated(session: Session, objection: Objection, given: Given) -> bool:
    """Tell whether the form was sent before; the row is locked, so that a second click waits for the first."""
    return given.request_key is not None and queries.step_of_request(session, objection.id, given.request_key)


def _move(
    session: Session, objection: Objection, action: ObjectionAction, given: Given, *, said: str, note: str | None = None
) -> None:
    before = ObjectionState(objection.state)
    if not OBJECTION.allows(before, action):
        raise NotNow(state=before.label, action=action.label)
    state = OBJECTION.after(before, action)
    objection.state = state.value
    objection.revision += 1
    if state in CLOSED:
        objection.closed_at = given.now
    step(session, objection, action.value, given, said=said, note=note)


def step(session: Session, objection: Objection, action: str, given: Given, *, said: str, note: str | None = None) -> None:
    """Write down what was done; of several steps of one form the first carries its number."""
    first = given.request_key is not None and not queries.step_of_request(session, objection.id, given.request_key)
    session.add(
        ObjectionStep(
            objection_id=objection.id,
            action=action,
            state=objection.state,
            at=given.now,
            actor=given.actor,
            said=said,
            note=note,
            request_key=given.request_key if first else None,
        )
    )
    session.flush()


def _audit(
    session: Session, objection: Objection, action: str, given: Given, detail: Mapping[str, object] | None = None
) -> None:
    audit.record(
        session,
        actor=given.actor,
        action=action,
        object_kind="objection",
        object_id=objection.id,
        detail={"document": objection.doc_no, **(detail or {})},
        now=given.now,
        department_id=objection.department_id,
    )
