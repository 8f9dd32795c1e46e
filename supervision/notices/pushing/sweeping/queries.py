"""Registrations of some days, and the reports of sweeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from supervision.kernel.clock import SHANGHAI
from supervision.notices.models import Notice
from supervision.notices.pushing.errors import SweepUnknown
from supervision.notices.pushing.models import Sweep, SweepFinding
from supervision.notices.states import NoticeState
from supervision.registration.recording.models import Entry

SHOWN: Final = 60
MOST_FINDINGS: Final = 500


@dataclass(frozen=True, slots=True)
class Span:
    """The instants between which the registrations of some days came."""

    start: datetime
    end: datetime


def span(first_day: date, last_day: date) -> Span:
    """Return the instants at which the first day begins and the last one ends in Shanghai."""
    return Span(datetime.combine(first_day, time.min, SHANGHAI), datetime.combine(last_day, time.max, SHANGHAI))


_FIRMS: Final = text("""
    SELECT coalesce(s.merged_into, s.id) AS firm_id, count(*) AS entries
    FROM registration.entry e JOIN archive.subject s ON s.id = e.subject_id
    WHERE e.received_at BETWEEN :start AND :end AND e.state = 'archived' AND coalesce(s.merged_into, s.id) > :after
    GROUP BY 1 ORDER BY 1 LIMIT :limit""")


def firms_after(session: Session, within: Span, *, after: int, limit: int) -> Sequence[Row[Any]]:
    """Return the next firms of which something was registered in these days, with how much."""
    values = {"start": within.start, "end": within.end, "after": after, "limit": limit}
    return session.execute(_FIRMS, values).all()


def waiting(session: Session, within: Span, *, before: datetime) -> Sequence[int]:
    """Return the registrations that the archive should have taken in by now."""
    inside = (Entry.received_at.between(within.start, within.end), Entry.received_at < before)
    return session.scalars(select(Entry.id).where(Entry.state == "received", *inside).order_by(Entry.id)).all()


def held_count(session: Session, within: Span) -> int:
    """Return how many registrations of these days wait for a person."""
    held = select(func.count()).where(Entry.state == "held", Entry.latest, Entry.received_at.between(within.start, within.end))
    return session.scalar(held) or 0


def notices_by_key(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """Return the notices that stand under these causes."""
    rows = session.execute(select(Notice.dedup_key, Notice.id).where(Notice.dedup_key.in_(keys)))
    return {row.dedup_key: row.id for row in rows}


def homeless(session: Session) -> Sequence[Notice]:
    """Return the notices of the pool for which no department was found."""
    wanted = select(Notice).where(
        Notice.state == NoticeState.POOLED,
        Notice.pool_reason.in_(("no_office", "division_unknown")),
        Notice.item_code.is_not(None),
    )
    return session.scalars(wanted.order_by(Notice.id).with_for_update()).all()


_ORPHANED: Final = text("""
    SELECT n.id FROM notices.notice n JOIN accounts.department d ON d.id = n.department_id
    WHERE n.state IN ('pushed', 'received') AND d.valid_to IS NOT NULL AND d.valid_to <= :today ORDER BY n.id""")


def orphaned(session: Session, *, today: date) -> Sequence[Notice]:
    """Return the open notices whose department has ended."""
    ids = list(session.scalars(_ORPHANED, {"today": today}))
    return session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id).with_for_update()).all()


def sweeps(session: Session) -> Sequence[Sweep]:
    """Return the latest reports."""
    return session.scalars(select(Sweep).order_by(Sweep.id.desc()).limit(SHOWN)).all()


def sweep(session: Session, sweep_id: int) -> Sweep:
    """Return a report or refuse."""
    found = session.get(Sweep, sweep_id)
    if found is None:
        raise SweepUnknown
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the firm, the business and the notice that it is about."""

    finding: SweepFinding
    name: str | None
    source_no: str
    number: str | None


def findings(session: Session, sweep_id: int) -> Sequence[Shown]:
    """Return what a sweep found."""
    statement = (
        select(SweepFinding, Entry.name, Entry.source_no, Notice.number)
        .join(Entry, Entry.id == SweepFinding.entry_id)
        .outerjoin(Notice, Notice.id == SweepFinding.notice_id)
        .where(SweepFinding.sweep_id == sweep_id)
        .order_by(SweepFinding.id)
        .limit(MOST_FINDINGS)
    )
    return [Shown(*row) for row in session.execute(statement)]
