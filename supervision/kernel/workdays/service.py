"""Entering what the package does not know yet: next year's notice, an emergency change, a region's own holiday."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.workdays.errors import DayOutsideYear
from supervision.kernel.workdays.models import Workday, WorkdayNotice
from supervision.kernel.workdays.packaged import NATIONAL


def announce_year(
    session: Session, *, year: int, days: Mapping[date, tuple[bool, str]], source: str, recorded_by: str, now: datetime
) -> None:
    """Enter a year's notice: each day with whether it is worked and why; from now on the year is final.

    Nothing that was counted before changes by itself: stored dates are recomputed on an explicit command only.
    """
    outside = next((day for day in days if abs(day.year - year) > 1), None)
    if outside is not None:
        raise DayOutsideYear(day=outside, year=year)
    session.add(WorkdayNotice(year=year, source=source, recorded_at=now, recorded_by=recorded_by))
    for day, (is_workday, name) in sorted(days.items()):
        session.add(_entry(day, is_workday, name, region=NATIONAL, source=source, recorded_by=recorded_by, now=now))
    session.flush()
    facts = {"year": year, "days": len(days), "source": source}
    audit.record(
        session,
        actor=recorded_by,
        action="workdays.year-announced",
        object_kind="calendar",
        object_id=year,
        detail=facts,
        now=now,
    )


def change_day(
    session: Session,
    *,
    day: date,
    is_workday: bool,
    name: str,
    region: str = NATIONAL,
    source: str,
    recorded_by: str,
    now: datetime,
) -> None:
    """Enter one day that differs, for the country or for a region."""
    session.add(_entry(day, is_workday, name, region=region, source=source, recorded_by=recorded_by, now=now))
    session.flush()
    facts = {"day": str(day), "is_workday": is_workday, "name": name, "region": region, "source": source}
    audit.record(
        session,
        actor=recorded_by,
        action="workdays.day-changed",
        object_kind="calendar",
        object_id=str(day),
        detail=facts,
        now=now,
    )


def _entry(
    day: date,
    is_workday: bool,  # noqa: FBT001  # the fact that is entered, not a switch
    name: str,
    *,
    region: str,
    source: str,
    recorded_by: str,
    now: datetime,
) -> Workday:
    return Workday(
        region=region, day=day, is_workday=is_workday, name=name, source=source, recorded_at=now, recorded_by=recorded_by
    )
