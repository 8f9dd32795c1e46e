from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from supervision.kernel import db
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.workdays import national, work_calendar
from supervision.kernel.workdays.errors import DayOutsideYear
from supervision.kernel.workdays.service import announce_year, change_day

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


def announce(days=None, **changes):
    values = {
        "year": 2027,
        "days": days or {date(2027, 1, 1): (False, "元旦")},
        "source": "国办发明电",
        "recorded_by": "user:1",
        "now": NOW,
    }
    with db.transaction() as session:
        announce_year(session, **{**values, **changes})


def calendar(**wanted):
    with db.reading() as session:
        return work_calendar(session, **wanted)


def test_without_entries_it_is_the_packaged_calendar():
    assert calendar() == national()


def test_an_announced_year_is_final_from_then_on():
    announce({date(2027, 1, 1): (False, "元旦"), date(2027, 1, 3): (True, "元旦调休")})
    now_known = calendar()
    assert not now_known.is_workday(date(2027, 1, 1))
    assert now_known.is_workday(date(2027, 1, 3))
    reckoned = now_known.add(date(2026, 12, 31), 1)
    assert (reckoned.day, reckoned.provisional) == (date(2027, 1, 3), False)
    assert reckoned.calendar != national().version


def test_what_was_known_before_can_still_be_asked():
    announce()
    before = calendar(known_at=NOW - timedelta(seconds=1))
    assert before.add(date(2026, 12, 31), 1).provisional


def test_the_newest_entry_for_a_day_counts():
    for is_workday in (True, False):
        with db.transaction() as session:
            change_day(
                session, day=date(2026, 12, 5), is_workday=is_workday, name="x", source="y", recorded_by="user:1", now=NOW
            )
    assert not calendar().is_workday(date(2026, 12, 5))


def test_a_holiday_of_a_region_holds_there_and_below_and_nowhere_else():
    with db.transaction() as session:
        change_day(
            session,
            day=date(2026, 4, 20),
            is_workday=False,
            name="三月三",
            region="450000",
            source="区政府令",
            recorded_by="user:1",
            now=NOW,
        )
    assert not calendar(region="450000").is_workday(date(2026, 4, 20))
    assert not calendar(region="450102").is_workday(date(2026, 4, 20))
    assert calendar(region="440100").is_workday(date(2026, 4, 20))
    assert calendar().is_workday(date(2026, 4, 20))


def test_a_day_far_from_its_year_is_refused():
    with pytest.raises(DayOutsideYear, match="2029-01-01"):
        announce({date(2029, 1, 1): (False, "元旦")})


def test_every_entry_is_audited():
    announce()
    with db.reading() as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["workdays.year-announced"]
