"""Rates and ranks: worked by hand, and proof against three ways of looking better than one is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.assessment.rules import (
    RATES,
    Rate,
    counts_on,
    due_days,
    is_qualified,
    is_substantial,
    is_timely,
    line_of,
    month_ends,
    months_on,
    numbers,
    places,
    rate_of,
    share,
    standing,
    standing_of,
    stored_line,
    units,
    vacuous_pattern,
    wilson,
    zero_report_due,
)
from credit.assessment.schemas import Filing, Line, Measure, Method
from supervision.kernel.workdays.packaged import national

METHOD = Method(
    reference="AS01@1",
    basis="本市考核办法",
    text="办法",
    late_under=Measure.TIMED,
    timely_by="passed",
    min_sample=3,
    z=1.96,
    zero_report_workdays=7,
    vacuous=vacuous_pattern(("无", "见附件", "详见决定书", "不详")),
    shortest=2,
    is_sure=False,
)
CALENDAR = national()
DUE = due_days(date(2026, 1, 1), date(2026, 12, 31), workdays=7, calendar=CALENDAR)
MONTHS = [date(2026, month, 1) for month in range(1, 13)]


def filing(decided_on: date, wait: int = 1, **more: object) -> Filing:
    received = decided_on + timedelta(days=wait)
    values = {"department": 1, "kind": "penalty", "counterpart": "s:1", "passed_on": received, **more}
    return Filing(decided_on=decided_on, received_on=received, due_on=DUE[decided_on], **values)


def rank(filings: Sequence[Filing], month: date) -> dict[int, int | None]:
    """Return the places of all departments in one month."""
    departments = {one.department for one in filings}
    ends = month_ends(month)
    return places(
        {
            department: standing(
                [one for one in filings if one.department == department], first=month, last=ends, method=METHOD
            )
            for department in departments
        }
    )


@pytest.mark.parametrize(
    ("over", "under", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055), (95, 100, 0.8882, 0.9785)],
)
def test_an_interval_is_wilsons(over, under, low, high):
    found = wilson(over, under, z=1.96)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_nothing_over_nothing_is_no_rate_and_not_all_of_it():
    found = share(0, 0, METHOD)
    assert (found.value, found.interval, found.enough) == (None, None, False)


def test_a_rate_without_a_source_is_missing_and_not_zero():
    line = Line("1", "市场监管局", {Measure.REPORTED: 4, Measure.QUALIFIED: 3})
    known = {rate.key: rate_of(line, rate, METHOD) for rate in RATES}
    assert known["qualified"].value == 0.75
    assert known["upheld"] is None


def test_every_rate_says_what_it_is_and_on_what_it_rests():
    assert all(rate.basis and rate.definition(METHOD) for rate in RATES)
    late = next(rate for rate in RATES if rate.key == "late")
    assert late.definition(METHOD) == "迟报 ÷ 计时"
    assert late.definition(replace(METHOD, late_under=Measure.REPORTED)) == "迟报 ÷ 上报"
    assert Rate("x", "甲率", Measure.LATE, Measure.QUALIFIED, "依据").definition(METHOD) == "迟报 ÷ 合规"


def test_a_refused_row_that_was_put_right_is_reported_once_and_not_compliant_once():
    day = date(2026, 3, 2)
    fixed = filing(day, refused=True, passed_on=day + timedelta(days=3))
    found = numbers([fixed], first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert (found[Measure.REPORTED], found[Measure.QUALIFIED], found[Measure.TIMELY]) == (1, 0, 1)


def test_a_row_that_never_passed_is_late_and_belongs_to_the_month_of_its_first_receipt():
    lost = filing(date(2026, 3, 30), passed_on=None, refused=True)
    march = numbers([lost], first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert (march[Measure.REPORTED], march[Measure.LATE]) == (1, 1)
    assert numbers([lost], first=date(2026, 4, 1), last=date(2026, 4, 30))[Measure.REPORTED] == 0


def test_stock_is_never_late_and_never_ranked():
    old = filing(date(2026, 1, 5), wait=200, stock=True)
    found = numbers([old], first=date(2026, 7, 1), last=date(2026, 7, 31))
    assert (found[Measure.REPORTED], found[Measure.TIMED], found[Measure.LATE]) == (1, 0, 0)
    assert units([old]) == {}


def test_the_last_day_is_in_time_and_the_day_after_is_not():
    decided = date(2026, 9, 24)
    last = filing(decided, wait=(date(2026, 10, 12) - decided).days)
    assert is_timely(last)
    assert not is_timely(replace(last, passed_on=date(2026, 10, 13)))


def test_a_decision_counts_for_the_rank_when_its_period_ends_or_when_it_comes():
    assert counts_on(filing(date(2026, 3, 2))) == date(2026, 3, 11)
    assert counts_on(filing(date(2026, 3, 2), wait=60)) == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("texts", "substantial"),
    [
        (("经营超过保质期的食品", "罚款一万元"), True),
        (("无", "罚款一万元"), False),
        (("见 附件。", "罚款一万元"), False),
        (("无、无", "罚款一万元"), False),
        (("-----", "罚款一万元"), False),
        (("罚罚罚罚罚", "罚款一万元"), False),
        ((None, "罚款一万元"), False),
        (("无证经营", "详见决定书"), False),
        (("无证经营", "罚款一万元"), True),
        ((), True),
    ],
)
def test_a_text_that_only_fills_its_place_is_no_content(texts, substantial):
    assert is_substantial(texts, METHOD) is substantial


def test_a_unit_is_in_order_when_all_of_it_is():
    day = date(2026, 3, 2)
    good, late = filing(day), filing(day, wait=40)
    assert units([good, good]) == {date(2026, 3, 11): [(True, 1)]}
    assert units([good, late]) == {date(2026, 4, 11): [(False, 40)]}


def test_too_few_units_have_no_place():
    assert standing_of(2, 2, [1, 1], METHOD).score is None
    enough = standing_of(3, 3, [1, 1, 1], METHOD)
    assert places({"few": standing_of(2, 2, [1, 1], METHOD), "enough": enough}) == {"few": None, "enough": 1}


def test_of_equals_who_is_sooner_stands_first_and_true_equals_share_a_place():
    soon, slow = standing_of(5, 5, [1] * 5, METHOD), standing_of(5, 5, [7] * 5, METHOD)
    assert places({"slow": slow, "soon": soon, "too": soon}) == {"soon": 1, "too": 1, "slow": 3}


def test_many_in_order_stand_before_few_in_order():
    assert places({"few": standing_of(3, 3, [1], METHOD), "many": standing_of(99, 100, [1], METHOD)}) == {"many": 1, "few": 2}


def test_a_month_may_be_declared_empty_until_its_last_decision_would_be_due():
    assert zero_report_due(date(2026, 9, 1), METHOD, CALENDAR) == date(2026, 10, 15)
    assert (months_on(date(2026, 1, 1), -1), months_on(date(2026, 12, 1), 1)) == (date(2025, 12, 1), date(2027, 1, 1))


def test_a_circular_keeps_a_line_as_it_was():
    line = Line("7", "税务局", {Measure.REPORTED: 9}, standing=standing_of(8, 9, [2] * 9, METHOD), place=2, zero_reports=1)
    assert line_of(stored_line(line)) == line


# Three ways of looking better than one is. Whatever a department does of them, in no month does it stand higher than before.

PERIOD = (date(2026, 1, 5), date(2026, 10, 30))
FILINGS = st.builds(
    lambda department, counterpart, offset, wait, refused, substantial: filing(
        PERIOD[0] + timedelta(days=offset),
        wait,
        department=department,
        counterpart=f"s:{counterpart}",
        refused=refused,
        substantial=substantial,
    ),
    st.integers(1, 3),
    st.integers(1, 12),
    st.integers(0, (PERIOD[1] - PERIOD[0]).days),
    st.integers(0, 25),
    st.booleans(),
    st.booleans(),
)
CITIES = st.lists(FILINGS, min_size=6, max_size=40)
TRICKSTER = 1


def assert_not_higher(before: Sequence[Filing], after: Sequence[Filing]) -> None:
    for month in MONTHS:
        was, now = rank(before, month).get(TRICKSTER), rank(after, month).get(TRICKSTER)
        assert (was is None) == (now is None)
        assert was is None or now >= was, month


@settings(max_examples=50)
@given(CITIES, st.data())
def test_splitting_a_decision_into_many_never_raises_a_rank(city, data):
    after = []
    for one in city:
        after.append(one)
        if one.department == TRICKSTER:
            parts = data.draw(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=4))
            for later, substantial in parts:
                came = min(one.received_on + timedelta(days=later), max(one.due_on, one.received_on))
                after.append(replace(one, received_on=came, passed_on=came, refused=False, substantial=substantial))
    assert_not_higher(city, after)


@settings(max_examples=50)
@given(CITIES, st.integers(0, 6))
def test_waiting_for_the_last_day_never_raises_a_rank(city, early):
    """All that was in time is kept back to one day of filing, at the latest the day on which its period ends."""

    def kept_back(one: Filing) -> Filing:
        day = max(one.received_on, one.due_on - timedelta(days=early))
        in_time = one.department == TRICKSTER and is_timely(one)
        return replace(one, received_on=day, passed_on=day) if in_time else one

    assert_not_higher(city, [kept_back(one) for one in city])


@settings(max_examples=50)
@given(CITIES, st.data())
def test_blank_but_valid_values_never_raise_a_rank(city, data):
    """Where a text was honest, and where a blank was refused, a word that says nothing is put."""

    def filled(one: Filing) -> Filing:
        if one.department != TRICKSTER or not data.draw(st.booleans()):
            return one
        return replace(one, refused=False, passed_on=one.received_on, substantial=False)

    before = [replace(one, passed_on=None) if one.refused else one for one in city]
    assert_not_higher(before, [filled(one) for one in before])


def test_the_tricks_would_have_worked_against_raw_counts():
    """The three tests above refuse what naive figures reward."""
    day = date(2026, 3, 2)
    honest = [filing(day, counterpart=f"s:{number}") for number in range(4)]
    split = [*honest, *([honest[0]] * 16)]
    assert wilson(len(split), len(split), z=1.96).low > wilson(len(honest), len(honest), z=1.96).low
    assert is_qualified(replace(honest[0], refused=False))
    assert standing(split, first=date(2026, 3, 1), last=date(2026, 3, 31), method=METHOD) == standing(
        honest, first=date(2026, 3, 1), last=date(2026, 3, 31), method=METHOD
    )
