"""Every number is the count of exactly the records behind it, and nobody counts what they may not see."""

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import event

from supervision.kernel.access import Scope
from supervision.notices.figures import queries
from supervision.notices.figures.queries import Wanted
from supervision.notices.figures.rules import By, Measure, Period
from supervision.notices.states import NoticeState
from tests.factories.inbox import desk

TODAY = date(2026, 11, 30)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
EVERYTHING = Wanted(NOVEMBER)


@pytest.fixture
def at(session):
    made = desk(session)
    east, west = made.city.east, made.city.west
    made.notice(east)
    made.notice(east, NoticeState.RECEIVED, receive_by=date(2026, 11, 16))
    made.notice(east, NoticeState.ANSWERED)
    made.notice(west, NoticeState.CLOSED, item_code="SP02", item_name="食品生产许可", division="990103")
    made.notice(west, NoticeState.WITHDRAWN)
    made.merged(west)
    made.notice(None, NoticeState.POOLED, item_code=None, item_name="")
    made.notice(
        west, NoticeState.RECEIVED, pool_reason="doubt", claimed_at=made.now, claimed_by="张", pushed_at=None, receive_by=None
    )
    made.notice(west, made_at=made.now - timedelta(days=60))
    return made


@pytest.fixture
def operator(at):
    office = at.city.bureau
    principal = at.clerk(office, permissions=frozenset({"notices.figures"}))
    return type(principal)("person", 1, "沈某某", office.id, permissions=principal.permissions, scopes=(Scope(),))


def numbers(lines) -> dict[str, tuple[int, ...]]:
    return {line.label: tuple(line.numbers.values()) for line in lines}


def test_the_numbers_of_a_department(session, at, operator):
    found = numbers(queries.figures(session, operator, EVERYTHING, today=TODAY))
    assert list(Measure) == [
        "total",
        "pushed",
        "receivable",
        "received",
        "in_time",
        "pooled",
        "claimed",
        "answered",
        "licensed",
        "overdue",
    ]
    assert found == {
        "东区市场监管局": (3, 3, 3, 2, 1, 0, 0, 1, 1, 2),
        "西区市场监管局": (3, 2, 2, 2, 1, 1, 1, 1, 1, 1),
        "认领池（尚无承办部门）": (1, 1, 1, 0, 0, 1, 0, 0, 0, 0),
    }


@pytest.mark.parametrize("by", list(By))
def test_every_number_leads_to_exactly_its_records(session, at, operator, by):
    wanted = Wanted(NOVEMBER, by)
    for line in queries.figures(session, operator, wanted, today=TODAY):
        narrowed = Wanted(NOVEMBER, by, **({} if by is By.MONTH else {by.value: line.key}))
        for measure, number in line.numbers.items():
            behind = queries.records(session, operator, narrowed, measure, today=TODAY, before=None, size=100)
            assert (len(behind), {one.total for one in behind}) == (number, {number} if number else set()), (line.key, measure)


def test_a_clerk_counts_the_own_department_only(session, at):
    found = queries.figures(session, at.clerk(at.city.east), EVERYTHING, today=TODAY)
    assert [line.label for line in found] == ["东区市场监管局"]
    west = Wanted(NOVEMBER, department=str(at.city.west.id))
    assert queries.records(session, at.clerk(at.city.east), west, Measure.TOTAL, today=TODAY, before=None, size=10) == []


def test_whoever_looks_after_a_district_counts_its_pool(session, at):
    clerk = at.clerk(at.city.tax)
    district = type(clerk)("person", 1, "沈某某", at.city.tax.id, scopes=(Scope(division="990102"),))
    assert [line.key for line in queries.figures(session, district, EVERYTHING, today=TODAY)] == ["0"]


def test_a_day_is_a_day_in_shanghai(session, at, operator):
    late = datetime(2026, 11, 30, 23, 59, tzinfo=timezone(timedelta(hours=8)))
    at.notice(at.city.east, made_at=late)
    at.notice(at.city.east, made_at=late + timedelta(minutes=2))
    assert sum(line.numbers[Measure.TOTAL] for line in queries.figures(session, operator, EVERYTHING, today=TODAY)) == 8


def test_pages_are_one_statement_each(session, at, operator):
    said: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: said.append(given[2]))
    queries.figures(session, operator, EVERYTHING, today=TODAY)
    queries.records(session, operator, EVERYTHING, Measure.OVERDUE, today=TODAY, before=None, size=50)
    assert len(said) == 2


def test_records_go_on_from_the_last(session, at, operator):
    first = queries.records(session, operator, EVERYTHING, Measure.TOTAL, today=TODAY, before=None, size=4)
    rest = queries.records(session, operator, EVERYTHING, Measure.TOTAL, today=TODAY, before=first[-1].id, size=10)
    assert len({one.id for one in [*first, *rest]}) == 7
    assert {one.total for one in [*first, *rest]} == {7}
