"""Telling holders, noting what they answer, reminding those that are late, and closing what is done everywhere."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.repair.events import HolderDue
from credit.repair.models import Repair, RepairHolder
from credit.repair.service import PLATFORM, Given, locked, move
from credit.repair.states import HOLDING, REPAIRED, UNSETTLED, HolderAction, HolderState, RepairAction, RepairState
from supervision.kernel import audit
from supervision.kernel.holders import ORDER_IDS, Holder, Lifted, LiftOrder
from supervision.kernel.module import joined
from supervision.kernel.outbox import publish

GROUND: Final = "credit.decision"
REASON: Final = "信用修复：{number}，决定文书号 {doc_no}"
TOGETHER: Final = 200


def next_order(session: Session) -> int:
    """Return the number of a new order."""
    return int(session.scalar(ORDER_IDS.next_value()) or 0)


def begin(session: Session, repair: Repair, *, due_on: date, now: datetime) -> None:
    """Write down every holder that there is and let each be told by itself."""
    for holder in joined().parts(Holder):
        session.add(
            RepairHolder(
                repair_id=repair.id,
                holder=holder.name,
                label=holder.label,
                state=HolderState.WAITING.value,
                due_on=due_on,
                reminders=0,
            )
        )
        publish(session, HolderDue(repair.id, holder.name), now=now)
    session.flush()
    close_if_done(session, repair, now=now)


def tell(session: Session, *, repair_id: int, holder: str, now: datetime) -> None:
    """Tell one holder, if it holds anything; told again, it lifts once."""
    repair = locked(session, repair_id)
    row, part = _row(session, repair_id, holder), _part(holder)
    if repair.state not in REPAIRED or row is None or part is None or row.state not in UNSETTLED:
        return
    if row.state == HolderState.WAITING and not part.holds(session, GROUND, (repair.decision_id,)):
        _settle(row, HolderAction.PASS)
        close_if_done(session, repair, now=now)
        return
    _settle(row, HolderAction.TELL)
    row.told_at = row.told_at or now
    session.flush()
    part.lift(session, _order(repair), now)


def _order(repair: Repair) -> LiftOrder:
    reason = REASON.format(number=repair.number, doc_no=repair.doc_no)
    return LiftOrder(repair.order_id or 0, GROUND, (repair.decision_id,), reason, repair.lift_by or date.max)


def _row(session: Session, repair_id: int, holder: str) -> RepairHolder | None:
    wanted = select(RepairHolder).where(RepairHolder.repair_id == repair_id, RepairHolder.holder == holder)
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def _part(name: str) -> Holder | None:
    return next((part for part in joined().parts(Holder) if part.name == name), None)


def _settle(row: RepairHolder, action: HolderAction) -> None:
    row.state = HOLDING.after(HolderState(row.state), action).value


def acknowledge(session: Session, event: Lifted, *, now: datetime) -> None:
    """Note that a holder has lifted; said twice, or about an order that is not a repair's, it changes nothing."""
    repair_id = session.scalar(select(Repair.id).where(Repair.order_id == event.order_id))
    if repair_id is None:
        return
    repair = locked(session, repair_id)
    row = _row(session, repair_id, event.holder)
    if row is None or row.state not in UNSETTLED:
        return
    _settle(row, HolderAction.LIFT)
    row.lifted_at, row.receipt = now, event.receipt.strip() or "已解除"
    session.flush()
    audit.record(
        session,
        actor=PLATFORM,
        action="credit.repair.lifted",
        object_kind="repair",
        object_id=repair.id,
        detail={"number": repair.number, "holder": row.label, "receipt": row.receipt},
        now=now,
        department_id=repair.department_id,
    )
    close_if_done(session, repair, now=now)


def close_if_done(session: Session, repair: Repair, *, now: datetime) -> None:
    """Close a repair when no holder owes anything any more."""
    if repair.state != RepairState.APPROVED:
        return
    owed = select(RepairHolder.id).where(RepairHolder.repair_id == repair.id, RepairHolder.state.in_(UNSETTLED)).limit(1)
    if session.scalar(owed) is None:
        move(session, repair, RepairAction.CLOSE, Given(PLATFORM, now), closed_at=now)


def cancel(session: Session, repair: Repair) -> None:
    """Expect nothing any more of those that have not lifted: the ground stands again."""
    for row in session.scalars(select(RepairHolder).where(RepairHolder.repair_id == repair.id)):
        if row.state in UNSETTLED:
            _settle(row, HolderAction.CANCEL)
    session.flush()


def remind(session: Session, *, today: date, now: datetime) -> int:
    """Tell again those that are late, once a day; return how many were told."""
    late = (
        select(RepairHolder)
        .where(
            RepairHolder.state.in_(UNSETTLED),
            RepairHolder.due_on < today,
            (RepairHolder.reminded_on.is_(None)) | (RepairHolder.reminded_on < today),
        )
        .order_by(RepairHolder.id)
        .limit(TOGETHER)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(late).all()
    for row in found:
        row.reminders += 1
        row.reminded_on = today
        publish(session, HolderDue(row.repair_id, row.holder), now=now)
    session.flush()
    if found:
        audit.record(
            session,
            actor=PLATFORM,
            action="credit.repair.remind",
            object_kind="repair",
            object_id=None,
            detail={"holders": sorted({row.label for row in found}), "orders": len(found)},
            now=now,
        )
    return len(found)
