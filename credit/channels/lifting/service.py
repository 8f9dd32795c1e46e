"""修复一次，处处修复: a receiver is told to take decisions back, and says so itself before we do."""

from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import Contract, contracts
from credit.channels.lifting import queries
from credit.channels.models import ChannelHolding, ChannelLift, ChannelMessage
from credit.channels.settling.service import lock, send_soon, settle_one
from credit.channels.states import BACK, MessageState
from supervision.kernel.holders import Holder, Lifted, LiftOrder, Restored
from supervision.kernel.outbox import publish

GROUND: Final = "credit.decision"
NOTHING: Final = "对方未持有，无需撤下"


def holders() -> tuple[Holder, ...]:
    """Return every receiver as a holder."""
    return tuple(
        Holder(f"credit.channels.{one.channel}", one.label, partial(holds, one), partial(lift, one))
        for one in contracts().values()
    )


def holds(contract: Contract, session: Session, ground_kind: str, ground_ids: tuple[int, ...]) -> bool:
    """Tell whether a receiver has, or may have, one of the decisions."""
    return ground_kind == GROUND and queries.holds_any(session, contract.channel, ground_ids)


def lift(contract: Contract, session: Session, order: LiftOrder, now: datetime) -> None:
    """Take decisions back from a receiver, once; `Lifted` is told when its receipts are there."""
    if order.ground_kind != GROUND:
        return
    lock(session, contract)
    values = {
        "order_id": order.order_id,
        "channel": contract.channel,
        "decision_ids": list(order.ground_ids),
        "reason": order.reason,
        "due_on": order.due_on,
        "asked_at": now,
    }
    made = session.execute(insert(ChannelLift).values(values).on_conflict_do_nothing().returning(ChannelLift.order_id)).first()
    if made is None:
        return
    mine = (ChannelHolding.channel == contract.channel, ChannelHolding.decision_id.in_(order.ground_ids))
    session.execute(update(ChannelHolding).where(*mine).values(closed_version=ChannelHolding.version, changed_at=now))
    if settle_one(session, contract, decision_ids=order.ground_ids, now=now, again=True):
        send_soon(session, actor="platform", now=now)
    confirm(session, contract, now=now)


def reopen(session: Session, event: Restored, *, now: datetime) -> None:
    """Let receivers be told again of decisions whose repair was undone."""
    if event.ground_kind == GROUND:
        mine = ChannelHolding.decision_id.in_(event.ground_ids)
        session.execute(update(ChannelHolding).where(mine).values(closed_version=None, changed_at=now))


def confirm(session: Session, contract: Contract, *, now: datetime) -> int:
    """Tell of the orders whose decisions are all gone by receipt; return how many there were."""
    done = 0
    for order in queries.open_lifts(session, contract.channel):
        if queries.holds_any(session, contract.channel, order.decision_ids):
            continue
        order.lifted_at = now
        name = f"credit.channels.{contract.channel}"
        publish(session, Lifted(order_id=order.order_id, holder=name, receipt=_receipt(session, order)), now=now)
        done += 1
    return done


def _receipt(session: Session, order: ChannelLift) -> str:
    """Return the receiver's number for the last of the decisions that it took back."""
    answered = (
        ChannelMessage.channel == order.channel,
        ChannelMessage.decision_id.in_(order.decision_ids),
        ChannelMessage.state == MessageState.ACCEPTED,
        ChannelMessage.action.in_(BACK),
    )
    found: Any = session.scalar(select(ChannelMessage.receipt).where(*answered).order_by(ChannelMessage.id.desc()).limit(1))
    return str(found) if found else NOTHING
