"""Giving a receiver the whole catalogue, and believing that it has it only by its own answer."""

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from credit.channels.cataloguing import queries
from credit.channels.cataloguing.features import digest_of
from credit.channels.cataloguing.schemas import Answer, Volume
from credit.channels.contracts.schemas import Contract
from credit.channels.models import ChannelCatalogue
from credit.channels.sending.schemas import Gate, Outside
from credit.channels.sending.service import ANSWER, LEASE, proof, read
from credit.channels.settling.service import lock
from supervision.kernel.clock import legal_date
from supervision.kernel.queues.service import enqueue
from supervision.notices.delivery.reaching.service import Call, Reply, ask
from supervision.notices.delivery.rules import pause
from supervision.notices.delivery.states import Outcome

CATALOGUE: Final = "credit.channels.catalogue"
LONGEST_RECEIPT: Final = 200


def ask_for(session: Session, *, actor: str, now: datetime) -> int:
    """Ask the worker to give the catalogue to all who have another."""
    return enqueue(session, CATALOGUE, arguments={}, now=now, requested_by=actor, unique_key=CATALOGUE)


def take(session: Session, contract: Contract, *, now: datetime) -> Volume | None:
    """Return the catalogue as it stands where the receiver has another and may be tried; the attempt is noted before it is made.

    After an attempt whose end nobody knows the receiver may have either catalogue, so that it is given what stands in any case.
    """
    lock(session, contract)
    kept = queries.standing(session, contract.channel, lock=True)
    if kept is not None and kept.next_try_at is not None and kept.next_try_at > now:
        return None
    items = queries.items(session, on=legal_date(now))
    digest = digest_of(items)
    if kept is None:
        kept = ChannelCatalogue(channel=contract.channel, attempts=0)
        session.add(kept)
    if kept.wanted_digest != digest:
        kept.wanted_digest, kept.items, kept.wanted_at = digest, len(items), now
    if kept.sent_digest == digest and not kept.attempts:
        return None
    kept.attempts += 1
    kept.next_try_at = now + LEASE
    session.flush()
    return Volume(digest, items, kept.next_try_at)


def send(gate: Gate, contract: Contract, volume: Volume, *, now: datetime, outside: Outside) -> Answer:
    """Send the catalogue; only an answer that names its digest and the number of its items counts as received."""
    edition = contract.on(legal_date(now)).valid_from.isoformat()
    content = {"contract": contract.channel, "edition": edition, "digest": volume.digest, "items": volume.items}
    body = json.dumps(content, ensure_ascii=False).encode()
    named = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": volume.digest}
    call = Call("POST", f"{gate.address}/catalogue", body, {**named, **proof(gate, body, now, outside)}, ANSWER)
    return _answer(ask(call, hosts=outside.hosts, times=outside.times), volume)


def _answer(reply: Reply, volume: Volume) -> Answer:
    if reply.outcome is not Outcome.DELIVERED:
        return Answer(None, f"接收方没有收下目录：{reply.said}")
    given: dict[str, Any] = read(reply)
    receipt = given.get("receipt")
    good = isinstance(receipt, str) and receipt.strip() and receipt.isprintable() and len(receipt) <= LONGEST_RECEIPT
    if good and given.get("digest") == volume.digest and given.get("items") == len(volume.items):
        return Answer(receipt)
    return Answer(None, f"应答没有确认这一版目录：{reply.said}")


def note(session: Session, contract: Contract, volume: Volume, answer: Answer, *, now: datetime) -> None:
    """Write down what came of an attempt, unless the channel leads elsewhere by now or a later attempt took its place."""
    kept = queries.standing(session, contract.channel, lock=True)
    if kept is None or kept.next_try_at != volume.until:
        return
    if answer.receipt is None:
        kept.next_try_at, kept.last_error = now + pause(kept.attempts), answer.said
        return
    kept.sent_digest, kept.sent_items, kept.sent_at, kept.receipt = volume.digest, len(volume.items), now, answer.receipt
    kept.attempts, kept.next_try_at, kept.last_error = 0, None, None


def hasten(session: Session, channel: str, *, actor: str, now: datetime) -> None:
    """Try at once what waits for its next attempt."""
    waits = (ChannelCatalogue.channel == channel, ChannelCatalogue.next_try_at > now)
    session.execute(update(ChannelCatalogue).where(*waits).values(next_try_at=now))
    ask_for(session, actor=actor, now=now)


def forget(session: Session, channel: str) -> None:
    """Begin anew with a receiver at another address."""
    session.execute(delete(ChannelCatalogue).where(ChannelCatalogue.channel == channel))
