"""Silence is written down by itself, and a month without decisions is declared with one click."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from credit.assessment.models import ReportGap, ZeroReport
from credit.assessment.planning import queries, service
from credit.assessment.planning.errors import AlreadyDeclared, DecisionsHidden, MonthNotOver, MonthTooOld
from credit.assessment.planning.rules import state_of
from credit.assessment.planning.schemas import MonthState
from credit.assessment.queries import the_method
from credit.catalogue import service as items
from credit.catalogue.matching.service import match
from credit.catalogue.schemas import Entry
from credit.catalogue.states import Use
from tests.factories.accounts import found_city
from tests.factories.decisions import at, decision

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
ENTRY = Entry(
    "TAX-P001",
    "对逾期未办理纳税申报的处罚",
    "penalty",
    "罚款",
    "《税收征收管理法》",
    source="清单",
    valid_from=date(2020, 1, 1),
)


@pytest.fixture
def city(session):
    return found_city(session)


@pytest.fixture
def item(session, city):
    return items.add(session, ENTRY, department_id=city.tax.id, actor="person:1", now=at(date(2026, 1, 2)))


@pytest.fixture
def method(session):
    return the_method(session, on=date(2026, 4, 20))


def report(session, city, day, **more):
    one = decision(session, city.tax, day, item=ENTRY.name, **more)
    match(session, decision_ids=[one.id], now=NOW)
    return one


def write(session, city, method, month, *, now=NOW):
    return service.write_gaps(session, departments=[city.tax.id], month=month, method=method, now=now)


def declare(session, city, method, month=MARCH, *, now=NOW, kind="penalty"):
    given = {"department_id": city.tax.id, "kind": kind, "month": month, "method": method}
    return service.declare_zero(session, **given, actor="person:1", now=now)


def states(session):
    session.expire_all()
    return {(gap.month.month, gap.state) for gap in session.scalars(select(ReportGap))}


def test_an_item_in_use_that_falls_silent_is_written_down_once(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    assert write(session, city, method, MARCH) == 1
    assert write(session, city, method, MARCH) == 0
    gap = session.scalars(select(ReportGap)).one()
    assert (gap.due_on, gap.found_on, gap.method) == (date(2026, 4, 10), date(2026, 4, 20), method.reference)


def test_nothing_is_missing_before_the_period_is_over(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    assert write(session, city, method, MARCH, now=at(date(2026, 4, 10))) == 0
    assert write(session, city, method, MARCH, now=at(date(2026, 4, 11))) == 1


def test_an_item_that_nobody_used_for_a_year_is_not_expected(session, city, item, method):
    report(session, city, date(2025, 2, 20))
    assert write(session, city, method, FEBRUARY) == 1
    assert write(session, city, method, MARCH) == 0


def test_an_item_that_was_disabled_is_not_expected(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    entry = Entry(**{**{name: getattr(ENTRY, name) for name in Entry.__slots__}, "use": Use.DISABLED, "valid_from": None})
    items.change(session, entry, item_id=item.id, seen=1, actor="person:1", now=at(date(2026, 2, 27)))
    assert write(session, city, method, MARCH) == 0


def test_a_zero_report_settles_the_month_and_is_filed_once(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    write(session, city, method, MARCH)
    declare(session, city, method)
    assert states(session) == {(3, "declared")}
    assert write(session, city, method, MARCH) == 0
    with pytest.raises(AlreadyDeclared):
        declare(session, city, method)


def test_what_comes_late_fills_the_gap_and_belies_a_zero_report(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    write(session, city, method, MARCH)
    write(session, city, method, FEBRUARY)
    declare(session, city, method, FEBRUARY, now=at(date(2026, 4, 1)))
    report(session, city, date(2026, 3, 3), first_received_at=NOW, received_at=NOW)
    report(session, city, date(2026, 2, 3), first_received_at=NOW, received_at=NOW)
    assert service.settle(session, now=NOW) == (1, 1)
    assert service.settle(session, now=NOW) == (0, 0)
    assert states(session) == {(3, "filled"), (2, "declared")}
    assert session.scalars(select(ZeroReport)).one().contradicted_at == NOW


@pytest.mark.parametrize(
    ("month", "now", "error"),
    [
        (date(2026, 4, 1), NOW, MonthNotOver),
        (date(2026, 3, 1), at(date(2026, 3, 31)), MonthNotOver),
        (date(2023, 1, 1), NOW, MonthTooOld),
    ],
)
@pytest.mark.usefixtures("item")
def test_a_month_is_declared_when_it_is_over_and_not_years_later(session, city, method, month, now, error):  # noqa: PLR0917 - the fixtures and the case
    with pytest.raises(error):
        declare(session, city, method, month, now=now)


def test_a_month_with_nothing_missing_is_not_declared(session, city, item, method):
    report(session, city, date(2026, 3, 3))
    with pytest.raises(DecisionsHidden):
        declare(session, city, method)


def test_departments_are_reminded_again_after_some_days_only(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    write(session, city, method, MARCH)
    assert service.remind(session, before=NOW - timedelta(days=3), now=NOW) == 1
    assert service.remind(session, before=NOW - timedelta(days=3), now=NOW) == 0
    assert service.remind(session, before=NOW + timedelta(days=1), now=NOW + timedelta(days=4)) == 1
    statement = text("SELECT payload FROM kernel.outbox_event WHERE name = 'credit.assessment.reports_missing'")
    assert {row["gaps"] for row in session.execute(statement).scalars()} == {1}


def test_the_year_of_a_department(session, city, item, method):
    report(session, city, date(2026, 1, 20))
    declare(session, city, method, FEBRUARY)
    found = queries.calendar(session, department_id=city.tax.id, method=method, today=date(2026, 4, 20))
    penalties = {one.month.month: one.state for one in found if one.kind == "penalty"}
    assert len(found) == 24
    assert [penalties[month] for month in (4, 3, 2, 1, 12)] == ["running", "silent", "declared", "reported", "unused"]
    assert {one.state for one in found if one.kind == "licence"} == {MonthState.UNUSED}
    assert [one.code for one in queries.missing(session, department_id=city.tax.id, month=MARCH, kind="penalty")] == [
        "TAX-P001"
    ]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ((3, 2, 0, False), MonthState.REPORTED),
        ((3, 2, 1, False), MonthState.PARTLY),
        ((3, 2, 1, True), MonthState.REPORTED),
        ((0, 2, 2, False), MonthState.SILENT),
        ((0, 2, 2, True), MonthState.DECLARED),
        ((0, 0, 0, False), MonthState.UNUSED),
    ],
)
def test_how_a_month_stands_when_it_is_over(given, state):
    reported, expected, missing, declared = given
    numbers = {"reported": reported, "expected": expected, "missing": missing, "declared": declared}
    assert state_of(**numbers, due_on=date(2026, 4, 10), today=date(2026, 4, 20)) == state
