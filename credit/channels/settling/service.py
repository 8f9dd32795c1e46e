"""Making the messages that a channel owes its receiver.

What is owed is read from how things stand now, never from what an event said: events may come twice, late or in another
order, and the outcome is the same. A lock for each channel orders all who settle and send, so that nobody decides on what
another is changing.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import Contract, contracts
from credit.channels.models import ChannelHolding, ChannelMessage
from credit.channels.settling import queries
from credit.channels.settling.rules import Told, told
from credit.channels.states import Act, MessageMove, MessageState, sources
from supervision.kernel.clock import legal_date
from supervision.kernel.queues.service import enqueue
from supervision.kernel.workdays.queries import work_calendar
from supervision.kernel.workdays.rules import WorkCalendar

SEND: Final = "credit.channels.send"
LOCK: Final = 4_201_029
"""The advisory lock that orders all who decide what a receiver is to be told."""


def settle(
    session: Session, *, decision_ids: Sequence[int], now: datetime, carries: str | None = None, actor: str = "platform"
) -> int:
    """Bring the queues of all channels to what receivers should hold; return how many messages were made."""
    if not decision_ids:
        return 0
    made = sum(
        settle_one(session, contract, decision_ids=decision_ids, now=now)
        for contract in contracts().values()
        if carries in {None, contract.carries}
    )
    if made:
        send_soon(session, actor=actor, now=now)
    return made


def settle_one(session: Session, contract: Contract, *, decision_ids: Sequence[int], now: datetime, again: bool = False) -> int:
    """Bring one queue to what its receiver should hold; `again` tells anew what was told before."""
    lock(session, contract)
    found = [(line, told(line, again=again)) for line in queries.lines(session, contract, decision_ids, now=now)]
    owed = [(line, one) for line, one in found if one is not None]
    if not owed:
        return 0
    _supersede(session, contract.channel, [line.decision_id for line, _one in owed])
    session.execute(_KEEP, [_holding(contract.channel, line, one, now) for line, one in owed])
    calendar, edition = work_calendar(session), contract.on(legal_date(now))
    due = _Due(calendar, edition.deadlines, legal_date(now))
    common = {"channel": contract.channel, "state": MessageState.WAITING.value, "made_at": now, "next_try_at": now}
    rows = [common | _message(line, one.act, one.reason, due) for line, one in owed if one.act is not None]
    if rows:
        session.execute(insert(ChannelMessage), rows)
    return len(rows)


def lock(session: Session, contract: Contract) -> None:
    """Order all who decide what this receiver is told: nothing is claimed for sending while it is called off."""
    place = list(contracts()).index(contract.channel)
    session.execute(select(func.pg_advisory_xact_lock(LOCK, place)))


def send_soon(session: Session, *, actor: str, now: datetime) -> int:
    """Ask the worker to send what is due."""
    return enqueue(session, SEND, arguments={}, now=now, requested_by=actor, unique_key=SEND)


def _supersede(session: Session, channel: str, decision_ids: Sequence[int]) -> None:
    """What waits gives way to what is told now; what is under way is let through."""
    waits = (
        ChannelMessage.channel == channel,
        ChannelMessage.decision_id.in_(decision_ids),
        ChannelMessage.state == MessageState.WAITING,
    )
    assert MessageState.WAITING.value in sources(MessageMove.SUPERSEDE)
    session.execute(update(ChannelMessage).where(*waits).values(state=MessageState.SUPERSEDED, next_try_at=None))


def _upsert() -> Any:
    statement = upsert(ChannelHolding)
    names = ("sequence", "version", "wanted", "changed_at")
    values = {name: getattr(statement.excluded, name) for name in names}
    return statement.on_conflict_do_update(index_elements=["channel", "decision_id"], set_=values)


_KEEP: Final = _upsert()


def _holding(channel: str, line: Any, one: Told, now: datetime) -> dict[str, Any]:
    wanted = line.wanted_version is not None
    return {
        "channel": channel,
        "decision_id": line.decision_id,
        "sequence": line.sequence + (one.act is not None),
        "version": line.wanted_version or line.given_version,
        "wanted": wanted,
        "day": line.day,
        "changed_at": now,
    }


class _Due:
    """The last day for each act; days are counted once for each date."""

    def __init__(self, calendar: WorkCalendar, deadlines: Any, today: date) -> None:
        self._calendar, self._deadlines, self._today = calendar, deadlines, today
        self._known: dict[tuple[date, int], date] = {}

    def on(self, act: Act, decided_on: date) -> date:
        deadline = self._deadlines["publish" if act.gives else act.value]
        start = decided_on if deadline.start == "decision" and act is Act.PUBLISH else self._today
        asked = (start, deadline.workdays)
        if asked not in self._known:
            self._known[asked] = self._calendar.add(*asked).day
        return self._known[asked]


def _message(line: Any, act: Act, reason: str | None, due: _Due) -> dict[str, Any]:
    return {
        "decision_id": line.decision_id,
        "publication_id": line.publication_id if act.gives else None,
        "department_id": line.department_id,
        "version": line.wanted_version or line.given_version,
        "sequence": line.sequence + 1,
        "action": act.value,
        "reason": reason,
        "due_on": due.on(act, line.decided_on),
    }
