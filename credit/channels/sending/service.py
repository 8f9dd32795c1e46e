"""Taking what waits, sending it, and noting what came of it: nothing is lost, nothing overtakes, nothing goes out twice as new."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import DECISION, Contract, Edition
from credit.channels.models import Channel, ChannelHolding, ChannelMessage
from credit.channels.sending import queries
from credit.channels.sending.features import canonical, faults, personal_values, published_values, row_of
from credit.channels.sending.schemas import Gate, Outside, Parcel
from credit.channels.settling.service import lock, settle_one
from credit.channels.states import MESSAGE, Act, MessageMove, MessageState
from credit.publicity.states import PublicationState
from credit.reporting.states import Status
from supervision.archive.loading.records.features import PURPOSE as PERSONAL
from supervision.kernel import audit
from supervision.kernel.clock import legal_date
from supervision.kernel.crypto import CryptoProvider
from supervision.kernel.crypto.algorithms import keyed
from supervision.notices.delivery.reaching.service import Call, Reply, ask
from supervision.notices.delivery.rules import pause
from supervision.notices.delivery.signing.features import MACS, signed
from supervision.notices.delivery.states import Outcome, Scheme

SECRET: Final = "credit.channels.secret"  # noqa: S105 - the purpose under which secrets are sealed
LEASE: Final = timedelta(minutes=10)
CHANGED: Final = timedelta(minutes=5)
ANSWER: Final = 4 * 1024 * 1024
ROUNDS: Final = 20


def gate_of(channel: Channel, crypto: CryptoProvider) -> Gate | None:
    """Return how a receiver is reached, if the operator said where."""
    if channel.address is None or channel.secret is None or channel.scheme is None:
        return None
    secret = crypto.decrypt(SECRET, channel.secret).decode()
    return Gate(channel.name, channel.address.rstrip("/"), Scheme(channel.scheme), secret, channel.receipt_cursor)


@dataclass(slots=True)
class _Taken:
    """What was made of the messages that were due."""

    parcels: list[Parcel] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)
    refused: int = 0


def take(session: Session, contract: Contract, gate: Gate, *, crypto: CryptoProvider, now: datetime) -> list[Parcel]:
    """Claim the next batch and return it ready for the line; what the contract forbids is refused here already."""
    lock(session, contract)
    edition = contract.on(legal_date(now))
    for _round in range(ROUNDS):
        rows = queries.waiting(session, contract.channel, now=now, most=edition.batch_size)
        taken = _Taken()
        for row in rows:
            _take(row, contract, edition, gate, taken, crypto=crypto, now=now)
        session.flush()
        if taken.changed:
            settle_one(session, contract, decision_ids=taken.changed, now=now)
        if taken.personal:
            _note_personal(session, contract, taken.personal, now=now)
        if taken.parcels or not rows:
            return taken.parcels
    return []


def _take(
    row: Any, contract: Contract, edition: Edition, gate: Gate, taken: _Taken, *, crypto: CryptoProvider, now: datetime
) -> None:
    message, decision, publication, data, holding, department = row
    content = {"key": str(message.key), "record": str(holding.record), "sequence": message.sequence, "version": message.version}
    content |= {"action": message.action, "day": holding.day.isoformat(), "department": department, "reason": message.reason}
    if Act(message.action).gives:
        if not _stands(message, decision, publication, contract, now):
            message.next_try_at = now + CHANGED
            taken.changed.append(decision.id)
            return
        table = edition.table(decision.kind, decision.party_kind)
        if table is None:
            _refuse(message, [{"reason": "合同没有这类决定的表"}], now)
            return
        values = _values(contract, decision, publication, data, crypto)
        filled = row_of(table, values, date_format=edition.date_format)
        wrong = faults(table, filled)
        if wrong:
            _refuse(message, wrong, now)
            return
        message.digest = digest_of(gate, canonical(filled))
        content |= {"table": table.name, "row": filled, "digest": message.digest}
        if contract.carries == DECISION:
            taken.personal.append(message.id)
    _claim(message, holding, now)
    taken.parcels.append(Parcel(message.id, content))


def _claim(message: ChannelMessage, holding: ChannelHolding, now: datetime) -> None:
    message.state = MESSAGE.after(MessageState(message.state), MessageMove.CLAIM).value
    message.attempts += 1
    message.next_try_at = now + LEASE
    holding.sent = message.sequence
    holding.changed_at = now


def _refuse(message: ChannelMessage, reasons: list[dict[str, str]], now: datetime) -> None:
    message.state = MESSAGE.after(MessageState(message.state), MessageMove.REFUSE).value
    message.reasons, message.receipt_at, message.receipt, message.next_try_at = reasons, now, "发送前校验", None


def _stands(message: ChannelMessage, decision: Any, publication: Any, contract: Contract, now: datetime) -> bool:
    """Tell whether what the message gives out may still be given out: asked in the moment in which it leaves."""
    if decision.version != message.version or decision.status != Status.VALID:
        return False
    if contract.carries == DECISION:
        return True
    if publication is None:
        return False
    if publication.state == PublicationState.PUBLISHED:
        until = publication.shown_until
        return until is None or until >= legal_date(now) or contract.keeps_expired
    return publication.state == PublicationState.EXPIRED and contract.keeps_expired


def _values(
    contract: Contract, decision: Any, publication: Any, data: dict[str, Any], crypto: CryptoProvider
) -> dict[str, Any]:
    if contract.carries != DECISION:
        return published_values(decision, publication, data)
    stored = (data.get("sealed") or {}).get("document_no")
    return personal_values(decision, data, _opened(stored, crypto))


def _opened(stored: str | None, crypto: CryptoProvider) -> str | None:
    return crypto.decrypt(PERSONAL, base64.b64decode(stored)).decode() if stored else None


def _note_personal(session: Session, contract: Contract, message_ids: Sequence[int], *, now: datetime) -> None:
    """Personal numbers were opened for a receiver: the audit says how many, for whom and on what ground."""
    audit.record(
        session,
        actor="platform",
        action="credit.channels.personal",
        object_kind="channel",
        object_id=contract.channel,
        detail={"messages": list(message_ids), "basis": contract.basis},
        now=now,
    )


def digest_of(gate: Gate, data: bytes) -> str:
    """Return the keyed digest by which both sides know that they mean the same row."""
    return keyed(MACS[gate.scheme], gate.secret.encode(), data).hex()


def send(gate: Gate, contract: Contract, parcels: Sequence[Parcel], *, now: datetime, outside: Outside) -> Reply:
    """Send a batch; only an answer that names it counts as taken."""
    batch = str(uuid4())
    edition = contract.on(legal_date(now)).valid_from.isoformat()
    envelope = {"contract": contract.channel, "edition": edition, "batch": batch, "sent_at": now.isoformat()}
    body = json.dumps({**envelope, "messages": [one.content for one in parcels]}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": batch, **proof(gate, body, now, outside)}
    reply = ask(Call("POST", f"{gate.address}/batches", body, headers, ANSWER), hosts=outside.hosts, times=outside.times)
    if reply.outcome is not Outcome.DELIVERED:
        return reply
    answer = read(reply)
    if answer.get("batch") == batch and answer.get("taken") == len(parcels):
        return reply
    return Reply(Outcome.DOWN, f"应答没有确认这一批：{reply.said}")


def proof(gate: Gate, signed_bytes: bytes, now: datetime, outside: Outside) -> dict[str, str]:
    """Return the headers that prove who calls; without a body the address's path is what is signed."""
    stamp = int(now.timestamp())
    made = signed(signed_bytes, stamp=stamp, scheme=gate.scheme, secret=gate.secret, crypto=outside.crypto)
    return {"User-Agent": "supervision-platform", **made}


def read(reply: Reply) -> dict[str, Any]:
    """Return an answer as an object; what is none is empty."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def note_sent(session: Session, channel: str, parcels: Sequence[Parcel], *, now: datetime) -> None:
    """The receiver took the batch: what it thinks of each row comes with the receipts."""
    mine = (ChannelMessage.id.in_([one.message_id for one in parcels]), ChannelMessage.state == MessageState.SENDING)
    values = {"state": MessageState.SENT, "sent_at": now, "next_try_at": None, "last_error": None}
    session.execute(update(ChannelMessage).where(*mine).values(**values))
    reached(session, channel, now=now)


def reached(session: Session, channel: str, *, now: datetime) -> None:
    """Note that the receiver answers."""
    found = session.get_one(Channel, channel, with_for_update=True)
    found.failures, found.failing_since, found.next_try_at, found.last_error = 0, None, None, None
    found.last_success_at = now


def note_down(session: Session, contract: Contract, parcels: Sequence[Parcel], reply: Reply, *, now: datetime) -> None:
    """The receiver could not be reached, or nobody knows whether it was: what is newest waits for the next try."""
    lock(session, contract)
    put_back(session, contract, [one.message_id for one in parcels], said=reply.said, now=now)
    found = session.get_one(Channel, contract.channel, with_for_update=True)
    found.failures += 1
    found.failing_since = found.failing_since or now
    found.next_try_at, found.last_error = now + pause(found.failures), reply.said


def note_refused(session: Session, contract: Contract, parcel: Parcel, reply: Reply, *, now: datetime) -> None:
    """The receiver refused a message as a whole, though it answers."""
    lock(session, contract)
    message = session.get_one(ChannelMessage, parcel.message_id, with_for_update=True)
    if MESSAGE.allows(MessageState(message.state), MessageMove.REFUSE):
        _refuse(message, [{"reason": reply.said}], now)
        message.receipt = "接收方整批退回"
        session.execute(
            _ANSWERED.where(*_of(message)).values(answered=func.greatest(ChannelHolding.answered, message.sequence))
        )
    reached(session, contract.channel, now=now)


_ANSWERED: Final = update(ChannelHolding)


def _of(message: ChannelMessage) -> tuple[Any, ...]:
    return ChannelHolding.channel == message.channel, ChannelHolding.decision_id == message.decision_id


def put_back(
    session: Session, contract: Contract, message_ids: Sequence[int] | None, *, said: str | None, now: datetime
) -> int:
    """Let messages wait again: those named, or those whose lease or whose time for a receipt is over."""
    overdue = now - timedelta(minutes=contract.on(legal_date(now)).receipt_minutes)
    ids = None if message_ids is None else list(message_ids)
    values = {"channel": contract.channel, "ids": ids, "said": said, "next": now, "now": now, "overdue": overdue}
    return queries.release(session, values)


def recover(session: Session, contract: Contract, *, now: datetime) -> int:
    """Take up again what a crash left under way, and what got no receipt in time."""
    lock(session, contract)
    return put_back(session, contract, None, said=None, now=now)
