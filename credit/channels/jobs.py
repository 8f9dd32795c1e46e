"""The worker's rounds: every receiver that can be reached, several at once, so that one that hangs does not hold up the others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Final

from credit.channels.cataloguing import queries as catalogued
from credit.channels.cataloguing import service as cataloguing
from credit.channels.contracts.schemas import Contract, contracts
from credit.channels.lifting import service as lifting
from credit.channels.models import Channel
from credit.channels.receipts import service as receipts
from credit.channels.reconciling import service as reconciling
from credit.channels.reconciling.queries import days_to_reconcile
from credit.channels.sending import queries as sendable
from credit.channels.sending import service as sending
from credit.channels.sending.schemas import Gate, Outside, Parcel
from credit.channels.simulating import service as simulating
from supervision.kernel.clock import legal_date, now
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext
from supervision.kernel.settings import Settings
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.states import Outcome

AT_ONCE: Final = 3
BATCHES: Final = 10_000


def outside(settings: Settings) -> Outside:
    """Return what the administrator set."""
    return Outside(listed_hosts(settings.webhook_hosts), provider())


def lead_to_simulator() -> None:
    """Lead the channels of a sample installation to where its simulator listens since this start."""
    simulating.lead(Settings.from_environment(), now=now())


def run_send(context: JobContext) -> dict[str, object]:
    """Send what is due to every receiver, and fetch what they say about it."""
    world = outside(Settings.from_environment())
    with reading() as session:
        names = sendable.reachable(session, now=now())
    with ThreadPoolExecutor(AT_ONCE) as threads:
        sent = sum(threads.map(partial(drain, outside=world, context=context), names))
    return {"sent": sent, "summary": f"送出 {sent} 条"}


def drain(name: str, *, outside: Outside, context: JobContext) -> int:
    """Send all that one receiver is owed; stop where it is down. Return how many messages it took."""
    contract, sent = contracts()[name], 0
    with transaction() as session:
        sending.recover(session, contract, now=now())
        gate = sending.gate_of(session.get_one(Channel, name), outside.crypto)
    if gate is None or not collect(contract, gate, outside=outside):
        return 0
    for _batch in range(BATCHES):
        with transaction() as session:
            parcels = sending.take(session, contract, gate, crypto=outside.crypto, now=now())
        if not parcels:
            break
        outcome = ship(contract, gate, parcels, outside=outside)
        sent += len(parcels) if outcome is Outcome.DELIVERED else 0
        context.progress(sent, None, f"已向{contract.label}送出 {sent} 条")
        if outcome is Outcome.DOWN or context.cancelled():
            break
    if sent:
        collect(contract, gate, outside=outside)
    return sent


def collect(contract: Contract, gate: Gate, *, outside: Outside) -> bool:
    """Fetch receipts and confirm what they complete; return whether the receiver answers at all."""
    with reading() as session:
        cursor: str | None = session.get_one(Channel, contract.channel).receipt_cursor
    while cursor is not None:
        reply = receipts.fetch_receipts(gate, cursor, now=now(), outside=outside)
        if reply.outcome is Outcome.DOWN:
            with transaction() as session:
                sending.note_down(session, contract, [], reply, now=now())
            return False
        with transaction() as session:
            cursor = receipts.take(session, contract, reply, now=now())
    with transaction() as session:
        lifting.confirm(session, contract, now=now())
    return True


def ship(contract: Contract, gate: Gate, parcels: list[Parcel], *, outside: Outside) -> Outcome:
    """Send a batch; one that is refused as a whole goes again row by row, so that a bad row is found and holds up nobody."""
    reply = sending.send(gate, contract, parcels, now=now(), outside=outside)
    if reply.outcome is Outcome.REFUSED and len(parcels) > 1:
        return _singly(contract, gate, parcels, outside=outside)
    with transaction() as session:
        if reply.outcome is Outcome.DELIVERED:
            sending.note_sent(session, contract.channel, parcels, now=now())
        elif reply.outcome is Outcome.REFUSED:
            sending.note_refused(session, contract, parcels[0], reply, now=now())
        else:
            sending.note_down(session, contract, parcels, reply, now=now())
    return reply.outcome


def _singly(contract: Contract, gate: Gate, parcels: list[Parcel], *, outside: Outside) -> Outcome:
    for number, parcel in enumerate(parcels):
        if ship(contract, gate, [parcel], outside=outside) is Outcome.DOWN:
            with transaction() as session:
                left = [one.message_id for one in parcels[number + 1 :]]
                sending.put_back(session, contract, left, said=None, now=now())
            return Outcome.DOWN
    return Outcome.DELIVERED


def run_reconcile(context: JobContext) -> dict[str, object]:
    """Compare both sides: the days in which something moved, or the one that was asked for."""
    world, asked = outside(Settings.from_environment()), context.arguments.get("day")
    wanted = [str(context.arguments["channel"])] if "channel" in context.arguments else list(contracts())
    done, differences = 0, 0
    for name in wanted:
        with reading() as session:
            days = [date.fromisoformat(str(asked))] if asked else days_to_reconcile(session, name, today=legal_date(now()))
        for day in days:
            differences += reconcile(contracts()[name], day, outside=world)
            done += 1
            context.progress(done, None, f"已核对 {done} 个渠道日，{differences} 处不一致")
            if context.cancelled():
                break
    return {"days": done, "differences": differences, "summary": f"核对 {done} 个渠道日，{differences} 处不一致"}


def reconcile(contract: Contract, day: date, *, outside: Outside) -> int:
    """Compare one day of one channel; where the receiver gives no list, our own stages are still compared."""
    with reading() as session:
        gate = sending.gate_of(session.get_one(Channel, contract.channel), outside.crypto)
    listed = reconciling.listed(gate, day, now=now(), outside=outside) if gate else None
    with transaction() as session:
        return reconciling.reconcile(session, contract, day, listed=listed, now=now())


def run_catalogue(_context: JobContext) -> dict[str, object]:
    """Give the public catalogue of items to every receiver that is to have it and has another."""
    world = outside(Settings.from_environment())
    with reading() as session:
        names = catalogued.wanting(session)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        given = sum(threads.map(partial(give_catalogue, outside=world), names))
    return {"given": given, "summary": f"事项目录送达 {given} 个渠道"}


def give_catalogue(name: str, *, outside: Outside) -> bool:
    """Give the catalogue to one receiver, if it is owed; return whether the receiver confirmed it."""
    contract = contracts()[name]
    with transaction() as session:
        gate = sending.gate_of(session.get_one(Channel, name), outside.crypto)
        volume = cataloguing.take(session, contract, now=now()) if gate else None
    if gate is None or volume is None:
        return False
    answer = cataloguing.send(gate, contract, volume, now=now(), outside=outside)
    with transaction() as session:
        cataloguing.note(session, contract, volume, answer, now=now())
    return answer.receipt is not None
