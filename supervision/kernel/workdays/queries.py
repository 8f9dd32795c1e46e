"""The calendar as it is now: the packaged one with what administrators entered since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from supervision.kernel.workdays.models import Workday, WorkdayNotice
from supervision.kernel.workdays.packaged import NATIONAL, national
from supervision.kernel.workdays.rules import WorkCalendar


def work_calendar(session: Session, *, region: str = NATIONAL, known_at: datetime | None = None) -> WorkCalendar:
    """Return the calendar of a region (GB/T 2260), as it is known or as it was known at an instant.

    What a region adds stands above what the country says; the newest entry for a day counts.
    """
    base = national()
    rows = _entered(session, region, known_at)
    years = session.scalars(select(WorkdayNotice.year).where(_known(WorkdayNotice.recorded_at, known_at))).all()
    if not rows and not years:
        return replace(base, region=region)
    return WorkCalendar(
        days={**base.days, **{row.day: row.is_workday for row in rows}},
        announced=base.announced | frozenset(years),
        version=f"{base.version}+{max((row.id for row in rows), default=0)}.{len(years)}",
        region=region,
        names={**base.names, **{row.day: row.name for row in rows}},
    )


def _entered(session: Session, region: str, known_at: datetime | None) -> Sequence[Workday]:
    """Return the entries that apply, so ordered that the one that counts comes last."""
    stem = func.regexp_replace(Workday.region, "(00)+$", "")
    inside = literal(region).startswith(stem)
    applies = or_(Workday.region == NATIONAL, inside)
    wanted = select(Workday).where(applies, _known(Workday.recorded_at, known_at))
    return session.scalars(wanted.order_by(Workday.region != NATIONAL, func.length(stem), Workday.id)).all()


def _known(recorded_at: InstrumentedAttribute[datetime], known_at: datetime | None) -> ColumnElement[bool]:
    return true() if known_at is None else recorded_at <= known_at
