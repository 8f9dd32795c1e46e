"""Fetching the receiver's list, comparing, and keeping what was found in place of what was found before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import Contract
from credit.channels.models import ChannelDifference, ChannelReconcile
from credit.channels.receipts.service import fetch
from credit.channels.reconciling import queries
from credit.channels.reconciling.rules import Found, Held, Stages, differences, stages_of
from credit.channels.sending.schemas import Gate, Outside
from credit.channels.sending.service import read
from credit.channels.settling.queries import lines_of_day
from supervision.kernel.queues.service import enqueue
from supervision.notices.delivery.states import Outcome

RECONCILE: Final = "credit.channels.reconcile"
PAGE: Final = 5_000
PAGES: Final = 10_000


def ask_for(session: Session, channel: str, day: date, *, actor: str, now: datetime) -> int:
    """Ask the worker to compare one day of one channel; return the job."""
    arguments = {"channel": channel, "day": day.isoformat()}
    key = f"{RECONCILE}:{channel}:{day.isoformat()}"
    return enqueue(session, RECONCILE, arguments=arguments, now=now, requested_by=actor, unique_key=key)


def listed(gate: Gate, day: date, *, now: datetime, outside: Outside) -> dict[str, Held] | None:
    """Return what the receiver holds of a day, or nothing where it does not give its whole list."""
    held: dict[str, Held] = {}
    after = ""
    for _page in range(PAGES):
        path = f"/holdings?day={day.isoformat()}&after={quote(after, safe='')}&limit={PAGE}"
        reply = fetch(gate, path, now=now, outside=outside)
        answer = read(reply)
        given, place = answer.get("holdings"), answer.get("next")
        if reply.outcome is not Outcome.DELIVERED or not isinstance(given, list) or not isinstance(place, str):
            return None
        held |= {one.record: one for one in map(_held, given) if one is not None}
        if not answer.get("more") or place == after:
            return held
        after = place
    return None


def _held(given: Any) -> Held | None:
    if not isinstance(given, dict) or not isinstance(given.get("version"), int):
        return None
    digest = given.get("digest")
    return Held(str(given.get("record"))[:100], given["version"], digest if isinstance(digest, str) else None)


def reconcile(session: Session, contract: Contract, day: date, *, listed: dict[str, Held] | None, now: datetime) -> int:
    """Compare one day and keep what was found; return how many differences there are."""
    lines = lines_of_day(session, contract, day, now=now)
    found = differences(lines, listed, queries.newest_messages(session, contract.channel, day))
    stages = stages_of(lines, listed)
    for one in found:
        if one.department_id is not None:
            stages[one.department_id].differences += 1
    for table in (ChannelDifference, ChannelReconcile):
        session.execute(delete(table).where(table.channel == contract.channel, table.day == day))
    _keep(session, {"channel": contract.channel, "day": day}, stages, found, now)
    return len(found)


def _keep(session: Session, common: dict[str, Any], stages: dict[int, Stages], found: Sequence[Found], now: datetime) -> None:
    counted = [
        {
            **common,
            "department_id": department_id,
            "at": now,
            "produced": one.produced,
            "published": one.published,
            "sent": one.sent,
            "received": one.received,
            "held": one.held,
            "differences": one.differences,
        }
        for department_id, one in stages.items()
    ]
    named = [
        {
            **common,
            "kind": one.kind.value,
            "detail": one.detail[:500],
            "decision_id": one.decision_id,
            "department_id": one.department_id,
            "record": one.record,
            "found_at": now,
        }
        for one in found
    ]
    for table, rows in ((ChannelReconcile, counted), (ChannelDifference, named)):
        if rows:
            session.execute(insert(table), rows)
