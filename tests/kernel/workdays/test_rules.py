from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.kernel.workdays import national, notices

days = st.dates(date(2013, 1, 1), date(2026, 12, 1))


def test_the_independent_calendar_agrees_on_every_day_since_2013():
    calendar = national()
    span = [date(2013, 1, 1) + timedelta(days=number) for number in range((date(2026, 12, 31) - date(2013, 1, 1)).days + 1)]
    assert [day for day in span if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_every_year_has_its_notice():
    assert sorted(notices()) == list(range(2013, 2027))


def test_a_year_without_a_notice_is_provisional_and_says_so():
    reckoned = national().add(date(2026, 12, 28), 7)
    assert (reckoned.day, reckoned.provisional) == (date(2027, 1, 6), True)
    assert "尚未公布" in reckoned.note
    assert national().add(date(2026, 12, 1), 7).note == ""
    assert national().difference(date(2026, 12, 30), date(2027, 1, 4)).provisional
    assert national().add(date(2012, 5, 1), 1).provisional


@given(days, st.integers(1, 60))
def test_the_last_day_is_always_worked_and_counts_back(start, number):
    calendar = national()
    end = calendar.add(start, number).day
    assert calendar.is_workday(end)
    assert calendar.difference(start, end).days == number
    assert calendar.difference(end, start).days == -number


@given(days, st.integers(1, 30))
def test_counting_backwards_mirrors_counting_forwards(end, number):
    calendar = national()
    start = calendar.add(end, -number).day
    assert calendar.is_workday(start)
    assert calendar.difference(start, end).days == number - 1 + calendar.is_workday(end)


@given(days, st.integers(1, 30))
def test_one_more_workday_is_always_later(start, number):
    assert national().add(start, number).day < national().add(start, number + 1).day


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        (date(2025, 9, 20), 15, date(2025, 10, 9)),
        (date(2025, 9, 10), 15, date(2025, 9, 25)),
        (date(2025, 9, 13), 15, date(2025, 9, 28)),
    ],
)
def test_a_period_of_days_that_ends_on_a_day_off_ends_on_the_next_workday(start, length, last):
    assert national().add_days(start, length).day == last
