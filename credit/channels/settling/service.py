"""Making the messages that a channel owes its receiver.

What is owed is read from how things stand now, never from what an event said: events may come twice, late or in another
order, and the outcome is the same. A lock for each channel orders all who settle and send, so that nobody decides on what
another is changing.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, TextClause, cast, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import Contract, contracts
from credit.channels.models import ChannelMessage
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
    calendar = work_calendar(session)
    made = sum(
        settle_one(session, contract, decision_ids=decision_ids, now=now, calendar=calendar)
        for contract in contracts().values()
        if carries in {None, contract.carries}
    )
    if made:
        send_soon(session, actor=actor, now=now)
    return made


def settle_one(
    session: Session,
    contract: Contract,
    *,
    decision_ids: Sequence[int],
    now: datetime,
    again: bool = False,
    calendar: WorkCalendar | None = None,
) -> int:
    """Bring one queue to what its receiver should hold; `again` tells anew what was told before."""
    lock(session, contract)
    found = [(line, told(line, again=again)) for line in queries.lines(session, contract, decision_ids, now=now)]
    owed = [(line, one) for line, one in found if one is not None]
    if not owed:
        return 0
    _supersede(session, contract.channel, [line.decision_id for line, _one in owed])
    _write(session, _KEEP, [_holding(line, one) for line, one in owed], contract.channel, now)
    due = _Due(calendar or work_calendar(session), contract.on(legal_date(now)).deadlines, legal_date(now))
    rows = [_message(line, one.act, one.reason, due) for line, one in owed if one.act is not None]
    if rows:
        _write(session, _TELL, rows, contract.channel, now)
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
        ChannelMessage.decision_id == func.any(cast(list(decision_ids), ARRAY(BigInteger))),
        ChannelMessage.state == MessageState.WAITING,
    )
    assert MessageState.WAITING.value in sources(MessageMove.SUPERSEDE)
    session.execute(update(ChannelMessage).where(*waits).values(state=MessageState.SUPERSEDED, next_try_at=None))


_KEEP: Final = text("""
    INSERT INTO credit.channel_holding (channel, changed_at, decision_id, sequence, version, wanted, day)
    SELECT :channel, :now, told.* FROM unnest(CAST(:decision_id AS bigint[]), CAST(:sequence AS int[]),
        CAST(:version AS int[]), CAST(:wanted AS boolean[]), CAST(:day AS date[])) told
    ON CONFLICT (channel, decision_id) DO UPDATE SET sequence = excluded.sequence, version = excluded.version,
        wanted = excluded.wanted, changed_at = excluded.changed_at
""")
_TELL: Final = text("""
    INSERT INTO credit.channel_message (channel, state, made_at, next_try_at, decision_id, publication_id, department_id,
        version, sequence, action, reason, due_on)
    SELECT :channel, 'waiting', :now, :now, told.* FROM unnest(CAST(:decision_id AS bigint[]),
        CAST(:publication_id AS bigint[]), CAST(:department_id AS int[]), CAST(:version AS int[]), CAST(:sequence AS int[]),
        CAST(:action AS text[]), CAST(:reason AS text[]), CAST(:due_on AS date[])) told
""")


def _write(session: Session, statement: TextClause, rows: Sequence[dict[str, Any]], channel: str, now: datetime) -> None:
    """Write rows in one statement: each column goes as an array."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    session.execute(statement, {"channel": channel, "now": now, **columns})


def _holding(line: Any, one: Told) -> dict[str, Any]:
    return {
        "decision_id": line.decision_id,
        "sequence": line.sequence + (one.act is not None),
        "version": line.wanted_version or line.given_version,
        "wanted": line.wanted_version is not None,
        "day": line.day,
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
