"""Fetching receipts and writing each down beside its message; what the receiver holds is what the newest of them says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import Contract
from credit.channels.models import Channel, ChannelHolding, ChannelMessage
from credit.channels.receipts.rules import Receipt, is_about, receipt_of
from credit.channels.sending.schemas import Gate, Outside
from credit.channels.sending.service import ANSWER, proof, read
from credit.channels.settling.service import lock
from credit.channels.states import MESSAGE, Act, MessageMove, MessageState
from supervision.notices.delivery.reaching.service import Call, Reply, ask
from supervision.notices.delivery.states import Outcome

PAGE: Final = 500
WRONG: Final = "收到的回执与所发内容不符，未采用"
UNREADABLE: Final = "回执读不懂"
LONGEST_PLACE: Final = 200


def fetch(gate: Gate, path: str, *, now: datetime, outside: Outside) -> Reply:
    """Ask the receiver for something; the path with its question is what is signed."""
    address = f"{gate.address}{path}"
    parts = urlsplit(address)
    wanted = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers = proof(gate, wanted.encode(), now, outside)
    return ask(Call("GET", address, b"", headers, ANSWER), hosts=outside.hosts, times=outside.times)


def fetch_receipts(gate: Gate, cursor: str, *, now: datetime, outside: Outside) -> Reply:
    """Ask for the receipts after a place in the receiver's list."""
    return fetch(gate, f"/receipts?after={quote(cursor, safe='')}&limit={PAGE}", now=now, outside=outside)


def take(session: Session, contract: Contract, reply: Reply, *, now: datetime) -> str | None:
    """Write receipts down and move the cursor behind them; return the place to go on from where there are more.

    A receiver that does not know the place any more is asked from its beginning: what comes twice changes nothing.
    """
    lock(session, contract)
    channel = session.get_one(Channel, contract.channel, with_for_update=True)
    answer = read(reply)
    given, place = answer.get("receipts"), answer.get("next")
    if reply.outcome is not Outcome.DELIVERED or not isinstance(given, list) or not isinstance(place, str):
        forgotten = reply.outcome is Outcome.REFUSED and channel.receipt_cursor != ""
        channel.receipt_cursor = "" if forgotten else channel.receipt_cursor
        channel.last_error = f"{UNREADABLE}：{reply.said}"
        return "" if forgotten else None
    apply(session, contract, [receipt for receipt in map(receipt_of, given) if receipt is not None], now=now)
    moved, channel.receipt_cursor = channel.receipt_cursor != place, place[:LONGEST_PLACE]
    return channel.receipt_cursor if moved and answer.get("more") else None


def apply(session: Session, contract: Contract, receipts: Sequence[Receipt], *, now: datetime) -> int:
    """Write receipts beside their messages; return how many were taken."""
    found = _messages(session, contract.channel, [receipt.key for receipt in receipts])
    return sum(_apply(receipt, *found[receipt.key], now) for receipt in receipts if receipt.key in found)


def _messages(session: Session, channel: str, keys: Sequence[Any]) -> dict[Any, tuple[ChannelMessage, ChannelHolding]]:
    same = (ChannelHolding.channel == ChannelMessage.channel) & (ChannelHolding.decision_id == ChannelMessage.decision_id)
    rows = (
        select(ChannelMessage, ChannelHolding)
        .join(ChannelHolding, same)
        .where(ChannelMessage.channel == channel, ChannelMessage.key.in_(keys))
        .order_by(ChannelMessage.id)
        .with_for_update()
    )
    return {message.key: (message, holding) for message, holding in session.execute(rows)}


def _apply(receipt: Receipt, message: ChannelMessage, holding: ChannelHolding, now: datetime) -> bool:
    """Take one receipt; a second one for the same message, or one that is about something else, changes nothing."""
    if message.state in {MessageState.ACCEPTED, MessageState.REFUSED}:
        return False
    if not is_about(receipt, message, holding):
        message.last_error = WRONG
        return False
    message.receipt, message.receipt_at = receipt.number, now
    message.reasons = [] if receipt.accepted else list(receipt.reasons)
    move = MessageMove.ACCEPT if receipt.accepted else MessageMove.REFUSE
    if MESSAGE.allows(MessageState(message.state), move):
        message.state = MESSAGE.after(MessageState(message.state), move).value
        message.next_try_at = message.last_error = None
    _held(receipt, message, holding, now)
    return True


def _held(receipt: Receipt, message: ChannelMessage, holding: ChannelHolding, now: datetime) -> None:
    """What the receiver holds follows the newest message that it answered; an older receipt that comes later says nothing."""
    if message.sequence <= holding.answered:
        return
    holding.answered, holding.changed_at = message.sequence, now
    if receipt.accepted:
        gives = Act(message.action).gives
        holding.received = gives
        holding.received_version = message.version if gives else None
        holding.received_digest = message.digest if gives else None
