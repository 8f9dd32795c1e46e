"""How the channels stand, what is in their queues, and what receivers refused of a department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, text
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import Contract, contracts
from credit.channels.errors import ChannelUnknown
from credit.channels.models import Channel, ChannelHolding, ChannelMessage
from credit.channels.states import OPEN, Act, Difference, MessageState
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.clock import SHANGHAI, legal_date

SHOWN: Final = 50
MESSAGES: Final = 20
COUNTED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What a channel did today, and what waits in it."""

    produced: int
    published: int
    sent: int
    received: int
    backlog: int
    unanswered: int
    overdue: int
    refused: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel with its contract and its figures."""

    channel: Channel
    contract: Contract
    figures: Figures
    differences: int
    compared_on: date | None

    def failing_days(self, on: date) -> int:
        since = self.channel.failing_since
        return (on - legal_date(since)).days if since else 0


_FIGURES: Final = text("""
    SELECT
        (SELECT count(*) FROM credit.decision d WHERE d.first_received_at >= :midnight
            AND d.kind || ':' || d.party_kind = ANY(:pairs) AND d.procedure IS DISTINCT FROM 'simple'
            AND (CAST(:pattern AS text) IS NULL OR d.subject_code ~ CAST(:pattern AS text))) AS produced,
        (SELECT count(*) FROM credit.channel_message m WHERE m.channel = :channel AND m.made_at >= :midnight
            AND m.action IN ('publish', 'correct')) AS published,
        (SELECT count(*) FROM credit.channel_message m WHERE m.channel = :channel AND m.sent_at >= :midnight) AS sent,
        (SELECT count(*) FROM credit.channel_message m WHERE m.channel = :channel AND m.state = 'accepted'
            AND m.receipt_at >= :midnight) AS received,
        w.backlog, w.overdue, w.oldest,
        (SELECT count(*) FROM credit.channel_message m WHERE m.channel = :channel AND m.state = 'sent') AS unanswered,
        (SELECT count(*) FROM credit.channel_message m JOIN credit.channel_holding h
            ON h.channel = m.channel AND h.decision_id = m.decision_id AND h.sequence = m.sequence
            WHERE m.channel = :channel AND m.state = 'refused') AS refused
    FROM (SELECT count(*) AS backlog, count(*) FILTER (WHERE due_on < :today) AS overdue, min(made_at) AS oldest
        FROM credit.channel_message WHERE channel = :channel AND state IN ('waiting', 'sending')) w
""")


def lines(session: Session, *, now: datetime) -> list[ChannelLine]:
    """Return every channel in the order of the contracts."""
    found = {one.name: one for one in session.scalars(select(Channel))}
    compared = {row.channel: row for row in session.execute(_DIFFERING, {"kind": Difference.UNPUBLISHED})}
    return [
        ChannelLine(
            found[name],
            contract,
            figures(session, contract, now=now),
            compared[name].differences if name in compared else 0,
            compared[name].day if name in compared else None,
        )
        for name, contract in contracts().items()
        if name in found
    ]


_DIFFERING: Final = text("""
    SELECT channel, max(day) AS day, count(*) AS differences FROM credit.channel_difference WHERE kind <> :kind GROUP BY channel
""")


def figures(session: Session, contract: Contract, *, now: datetime) -> Figures:
    """Return how a channel does today."""
    edition = contract.on(legal_date(now))
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    values = {
        "channel": contract.channel,
        "midnight": midnight,
        "today": legal_date(now),
        "pairs": edition.pairs,
        "pattern": edition.code_pattern,
    }
    return Figures(**session.execute(_FIGURES, values).mappings().one())


def channel_for(session: Session, name: str, *, lock: bool = False) -> tuple[Channel, Contract]:
    """Return a channel with its contract."""
    contract = contracts().get(name)
    found = session.get(Channel, name, with_for_update=lock) if contract else None
    if found is None or contract is None:
        raise ChannelUnknown
    return found, contract


def stuck(session: Session, _principal: Principal) -> int:
    """Return how many channels fail or have no address while something waits, for the navigation."""
    waits = select(ChannelMessage.id).where(
        ChannelMessage.channel == Channel.name, ChannelMessage.state == MessageState.WAITING
    )
    wrong = or_(Channel.failures > 0, Channel.address.is_(None) & waits.exists())
    return session.scalar(select(func.count()).select_from(Channel).where(wrong)) or 0


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message with the decision that it is about."""

    message: ChannelMessage
    doc_no: str
    department: str

    @property
    def state(self) -> MessageState:
        return MessageState(self.message.state)

    @property
    def act(self) -> Act:
        return Act(self.message.action)


def messages(session: Session, channel: str, *, state: str, before: int | None) -> list[MessageLine]:
    """Return one page of a channel's messages, the latest first, and one more where there are more."""
    rows = _messages().where(ChannelMessage.channel == channel).order_by(ChannelMessage.id.desc()).limit(MESSAGES + 1)
    if state == "open":
        rows = rows.where(ChannelMessage.state.in_(OPEN))
    elif state:
        rows = rows.where(ChannelMessage.state == state)
    if before is not None:
        rows = rows.where(ChannelMessage.id < before)
    return [MessageLine(*row) for row in session.execute(rows)]


def _messages() -> Select[ChannelMessage, str, str]:
    joined = select(ChannelMessage, Decision.doc_no, Department.short_name)
    joined = joined.join(Decision, Decision.id == ChannelMessage.decision_id)
    return joined.join(Department, Department.id == ChannelMessage.department_id)


def _standing() -> ColumnElement[bool]:
    """Return the condition for the newest message of a decision in its channel."""
    newest = select(ChannelHolding.sequence).where(
        ChannelHolding.channel == ChannelMessage.channel, ChannelHolding.decision_id == ChannelMessage.decision_id
    )
    return (ChannelMessage.sequence == newest.scalar_subquery()) & (ChannelMessage.state == MessageState.REFUSED)


def _mine(principal: Principal) -> ColumnElement[bool]:
    return or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))


def refused(session: Session, principal: Principal, *, before: int | None) -> list[MessageLine]:
    """Return what receivers refused of the departments that somebody looks after and nobody has remedied yet."""
    rows = _messages().where(_standing(), _mine(principal)).order_by(ChannelMessage.id.desc()).limit(SHOWN + 1)
    if before is not None:
        rows = rows.where(ChannelMessage.id < before)
    return [MessageLine(*row) for row in session.execute(rows)]


def refusals(session: Session, principal: Principal) -> int:
    """Return how many refusals wait for somebody's departments."""
    rows = select(ChannelMessage.id).join(Department, Department.id == ChannelMessage.department_id)
    some = rows.where(_standing(), _mine(principal)).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def refused_for(session: Session, principal: Principal, message_id: int) -> ChannelMessage:
    """Return a refused message of somebody's department, or refuse as if it did not exist."""
    rows = select(ChannelMessage).join(Department, Department.id == ChannelMessage.department_id)
    found = session.scalar(rows.where(ChannelMessage.id == message_id, _standing(), _mine(principal)))
    if found is None:
        raise ChannelUnknown
    return found


def message_of(session: Session, channel: str, message_id: int) -> ChannelMessage:
    """Return a message of a channel."""
    found = session.get(ChannelMessage, message_id)
    if found is None or found.channel != channel:
        raise ChannelUnknown
    return found


_STATES: Final = text("SELECT state, count(*) AS n FROM credit.channel_message WHERE channel = :channel GROUP BY state")


def state_counts(session: Session, channel: str) -> dict[str, int]:
    """Return how many messages of a channel are in each state."""
    return {row.state: row.n for row in session.execute(_STATES, {"channel": channel})}


def recent_days(session: Session, channel: str, *, today: date) -> Sequence[Row[Any]]:
    """Return the days that were compared lately, with their sums."""
    given = {"channel": channel, "since": today - timedelta(days=30)}
    return session.execute(_RECENT, given).all()


_RECENT: Final = text("""
    SELECT day, sum(produced) AS produced, sum(published) AS published, sum(sent) AS sent, sum(received) AS received,
        CASE WHEN count(*) = count(held) THEN sum(held) END AS held,
        (SELECT count(*) FROM credit.channel_difference f WHERE f.channel = r.channel AND f.day = r.day) AS differences,
        max(at) AS at
    FROM credit.channel_reconcile r WHERE channel = :channel AND day >= :since GROUP BY channel, day ORDER BY day DESC
""")
