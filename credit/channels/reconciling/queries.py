"""Which days are to be compared, what was found last time, and the newest message of each decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from credit.channels.models import ChannelDifference, ChannelReconcile
from credit.reporting.models import Decision
from supervision.accounts.models import Department

RECENT: Final = timedelta(days=7)
SHOWN: Final = 50

_DAYS: Final = text("""
    SELECT DISTINCT day FROM credit.channel_holding WHERE channel = :channel AND changed_at >= :since
    UNION SELECT DISTINCT day FROM credit.channel_reconcile WHERE channel = :channel AND differences > 0 AND day >= :earliest
    UNION SELECT DISTINCT (first_received_at AT TIME ZONE 'Asia/Shanghai')::date FROM credit.decision
        WHERE first_received_at >= :since
    ORDER BY 1 DESC LIMIT 400
""")


def days_to_reconcile(session: Session, channel: str, *, today: date) -> list[date]:
    """Return the days in which something moved within a week, and those in which differences are left."""
    values = {"channel": channel, "since": today - RECENT, "earliest": today - timedelta(days=400)}
    return list(session.execute(_DAYS, values).scalars())


_NEWEST: Final = text("""
    SELECT m.decision_id, m.state, m.reasons, m.last_error
    FROM credit.channel_holding h JOIN credit.channel_message m
        ON m.channel = h.channel AND m.decision_id = h.decision_id AND m.sequence = h.sequence
    WHERE h.channel = :channel AND h.day = :day
""")


def newest_messages(session: Session, channel: str, day: date) -> dict[int, Row[Any]]:
    """Return the newest message of each decision that first came in on a day."""
    return {row.decision_id: row for row in session.execute(_NEWEST, {"channel": channel, "day": day})}


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A difference with the decision that it is about."""

    difference: ChannelDifference
    doc_no: str | None
    department: str | None


def stages(session: Session, channel: str, day: date) -> Sequence[Any]:
    """Return the counted stages of a day by department."""
    rows = (
        select(ChannelReconcile, Department.short_name)
        .join(Department, Department.id == ChannelReconcile.department_id)
        .where(ChannelReconcile.channel == channel, ChannelReconcile.day == day)
        .order_by(Department.path)
    )
    return session.execute(rows).all()


def differences(
    session: Session, channel: str, day: date, *, kind: str, department_id: int | None, after: int
) -> list[DifferenceLine]:
    """Return one page of the differences of a day, and one more where there are more."""
    rows = (
        select(ChannelDifference, Decision.doc_no, Department.short_name)
        .outerjoin(Decision, Decision.id == ChannelDifference.decision_id)
        .outerjoin(Department, Department.id == ChannelDifference.department_id)
        .where(ChannelDifference.channel == channel, ChannelDifference.day == day, ChannelDifference.id > after)
        .order_by(ChannelDifference.id)
        .limit(SHOWN + 1)
    )
    if kind:
        rows = rows.where(ChannelDifference.kind == kind)
    if department_id is not None:
        rows = rows.where(ChannelDifference.department_id == department_id)
    return [DifferenceLine(*row) for row in session.execute(rows)]


def difference_counts(session: Session, channel: str, day: date) -> dict[str, int]:
    """Return how many differences of each kind a day has."""
    wanted = select(ChannelDifference.kind, func.count()).where(
        ChannelDifference.channel == channel, ChannelDifference.day == day
    )
    return {row[0]: row[1] for row in session.execute(wanted.group_by(ChannelDifference.kind))}


def repushable(session: Session, channel: str, day: date, *, kinds: Sequence[str]) -> list[int]:
    """Return the decisions of a day whose differences pushing again remedies."""
    wanted = select(ChannelDifference.decision_id).where(
        ChannelDifference.channel == channel,
        ChannelDifference.day == day,
        ChannelDifference.kind.in_(kinds),
        ChannelDifference.decision_id.is_not(None),
    )
    return [int(found) for found in session.scalars(wanted.distinct()) if found is not None]


def newest_day(session: Session, channel: str) -> date | None:
    """Return the latest day that was compared."""
    return session.scalar(select(func.max(ChannelReconcile.day)).where(ChannelReconcile.channel == channel))
