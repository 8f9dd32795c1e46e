"""Rates, periods and tables."""

from datetime import date

import pytest

from supervision.notices.figures.features import table
from supervision.notices.figures.rules import RATES, Measure, Period, period_of, share

TODAY = date(2026, 11, 22)


def test_a_rate_without_anything_to_divide_by_is_nothing_and_not_zero():
    nothing = dict.fromkeys(Measure, 0)
    assert [share(nothing, rate) for rate in RATES] == [None] * len(RATES)


def test_a_rate_is_one_number_over_another():
    claim = RATES[0]
    assert (claim.label, claim.definition) == ("认领率", "已认领 ÷ 进入认领池")
    assert share({**dict.fromkeys(Measure, 0), Measure.CLAIMED: 3, Measure.POOLED: 4}, claim) == 0.75


def test_every_rate_says_on_what_it_rests():
    assert all(rate.basis and rate.definition for rate in RATES)


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (None, None, Period(date(2026, 8, 25), TODAY)),
        (date(2026, 1, 1), None, Period(date(2026, 1, 1), TODAY)),
        (date(2026, 5, 1), date(2026, 4, 1), Period(date(2026, 4, 1), date(2026, 5, 1))),
        (date(2027, 1, 1), None, Period(date(2027, 1, 1), date(2027, 1, 1))),
    ],
)
def test_a_period_has_its_ends_in_order(first, last, period):
    assert period_of(first, last, today=TODAY) == period


def test_a_table_keeps_formulas_as_text():
    assert table([["=1+1", "甲,乙", 3, None]]) == '\ufeff\'=1+1,"甲,乙",3,\r\n'
