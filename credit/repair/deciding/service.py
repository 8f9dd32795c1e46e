"""What a department does with an application; whoever takes it in does not decide it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from credit.publicity import queries as publicity
from credit.publicity.models import Publication
from credit.publicity.periods.rules import months_later
from credit.publicity.restoring.service import restore_decisions
from credit.publicity.service import repair_decisions
from credit.publicity.states import PublicationState
from credit.repair import queries, rules
from credit.repair.errors import DecidedByAcceptor, ExtendedAlready, NotEligible, ReasonNeeded, RecordChanging
from credit.repair.events import DecisionsRepaired, RepairUndone
from credit.repair.lifting.service import GROUND, begin, cancel, next_order
from credit.repair.models import Repair
from credit.repair.schemas import Deadline
from credit.repair.service import Given, move
from credit.repair.sharing import service as sharing
from credit.repair.states import REPAIR, RepairAction, RepairState
from supervision.kernel.clock import legal_date
from supervision.kernel.holders import Restored
from supervision.kernel.outbox import publish
from supervision.kernel.rulebook import the_rule
from supervision.kernel.workdays.queries import work_calendar

SHOWING: Final = frozenset({PublicationState.PUBLISHED, PublicationState.EXPIRED})


def ask(session: Session, repair: Repair, given: Given, *, reason: str) -> None:
    """Ask for what is missing, once and all of it."""
    said = _said(reason, RepairAction.ASK)
    move(session, repair, RepairAction.ASK, given, note=said, asked=said)


def accept(session: Session, repair: Repair, given: Given) -> None:
    """Take an application in: the clock of the decision begins."""
    due = _due(session, repair, rules.DECIDE, given.now)
    values: dict[str, Any] = {
        "accepted_at": given.now,
        "accepted_by": given.actor,
        "decide_by": due.by,
        "decide_rule": due.rule,
    }
    move(session, repair, RepairAction.ACCEPT, given, **values)


def decline(session: Session, repair: Repair, given: Given, *, reason: str) -> None:
    """Say why an application is not taken in."""
    said = _said(reason, RepairAction.DECLINE)
    move(session, repair, RepairAction.DECLINE, given, note=said, reason=said)


def extend(session: Session, repair: Repair, given: Given, *, reason: str) -> None:
    """Extend the time of a complex case, once, by what the rule allows."""
    said = _said(reason, RepairAction.EXTEND)
    due = _due(session, repair, rules.DECIDE, repair.accepted_at or given.now)
    if not due.extension or repair.state == RepairState.EXTENDED:
        raise ExtendedAlready
    by = work_calendar(session).add(due.by, due.extension).day
    move(session, repair, RepairAction.EXTEND, given, note=said, extended_reason=said, decide_by=by, decide_rule=due.rule)


def approve(session: Session, repair: Repair, given: Given, *, reason: str) -> None:
    """Repair: publicity and sharing stop at once, and every holder is told to lift."""
    said = _may_decide(repair, given, RepairAction.APPROVE, reason)
    _still_right(session, repair, given)
    due = _due(session, repair, rules.LIFT, given.now)
    values = {
        "decided_at": given.now,
        "decided_by": given.actor,
        "reason": said,
        "order_id": next_order(session),
        "lift_by": due.by,
        "lift_rule": due.rule,
    }
    move(session, repair, RepairAction.APPROVE, given, note=said, **values)
    repair_decisions(session, decision_ids=[repair.decision_id], reason="信用修复", now=given.now)
    sharing.stop(session, repair, actor=given.actor, now=given.now)
    publish(session, DecisionsRepaired((repair.decision_id,), (repair.id,)), now=given.now)
    begin(session, repair, due_on=due.by, now=given.now)


def _still_right(session: Session, repair: Repair, given: Given) -> None:
    """Look again on the day of the decision: the record may have been corrected, and the firm penalised anew."""
    record = _standing(session, repair)
    if record.state not in SHOWING:
        raise RecordChanging(doc_no=repair.doc_no)
    said = queries.eligibility(session, record, on=legal_date(given.now), besides=repair.id)
    for obstacle in said.obstacles:
        raise NotEligible(words=obstacle.words, remedy="以此为由不予修复；条件满足后由申请人重新申请")


def _standing(session: Session, repair: Repair) -> Publication:
    found: Sequence[Publication] = publicity.standing(session, [repair.decision_id])
    if not found:
        raise RecordChanging(doc_no=repair.doc_no)
    return found[-1]


def refuse(session: Session, repair: Repair, given: Given, *, reason: str) -> None:
    """Refuse to repair; the record stays as it is."""
    said = _may_decide(repair, given, RepairAction.REFUSE, reason)
    values = {"decided_at": given.now, "decided_by": given.actor, "reason": said}
    move(session, repair, RepairAction.REFUSE, given, note=said, **values)


def undo(session: Session, repair: Repair, given: Given, *, reason: str) -> None:
    """Undo a repair that rested on a false promise: recorded, shown again for a period anew, and barred for a time."""
    said = _said(reason, RepairAction.UNDO)
    rule = the_rule(session, topic=rules.FALSE, on=legal_date(repair.submitted_at))
    until = months_later(legal_date(given.now), int(rule.params["bar_months"]))
    values = {
        "undone_at": given.now,
        "undone_by": given.actor,
        "undone_reason": said,
        "barred_until": until,
        "bar_rule": rule.reference,
    }
    move(session, repair, RepairAction.UNDO, given, note=said, **values)
    cancel(session, repair)
    note = f"承诺不实，修复已撤销，公示期自 {legal_date(given.now)} 重新计算（{rule.legal_basis}）"
    restore_decisions(session, decision_ids=[repair.decision_id], barred_until=until, note=note, now=given.now)
    sharing.resume(session, repair, reason=f"修复已撤销：{said}", actor=given.actor, now=given.now)
    publish(session, RepairUndone((repair.decision_id,), (repair.id,), said), now=given.now)
    publish(session, Restored(GROUND, (repair.decision_id,), said), now=given.now)


def _may_decide(repair: Repair, given: Given, action: RepairAction, reason: str) -> str:
    REPAIR.after(RepairState(repair.state), action)
    if repair.accepted_by == given.actor:
        raise DecidedByAcceptor
    return _said(reason, action)


def _said(reason: str, action: RepairAction) -> str:
    if not reason.strip():
        raise ReasonNeeded(what=action.label)
    return reason.strip()


def _due(session: Session, repair: Repair, step: str, start: datetime) -> Deadline:
    division = session.get_one(Publication, repair.publication_id).division
    return queries.deadline(session, step=step, start=legal_date(start), division=division)
