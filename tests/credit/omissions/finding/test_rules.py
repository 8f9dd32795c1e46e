"""A missing number stands for a decision as surely as its series is used one after another."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from credit.omissions.finding.rules import misread, missing
from credit.omissions.finding.schemas import Method

METHOD = Method(
    "OM01@1", threshold=0.8, prior=0.55, least=0.35, window=25, smallest=8, longest_run=6, back_days=400, text="", basis=""
)


def found(known: list[int]) -> dict[int, float]:
    numbers, shares = missing(np.array(sorted(set(known)), np.int64), METHOD)
    return dict(zip(numbers.tolist(), shares.tolist(), strict=True))


def test_one_number_left_out_of_many_is_nearly_sure():
    (number,) = gaps = found([n for n in range(1, 41) if n != 17])
    assert number == 17
    assert gaps[17] > 0.95


def test_a_series_that_others_use_too_says_nothing():
    assert max(found(list(range(1, 80, 2))).values()) < METHOD.threshold


def test_a_block_is_nobodys_omission():
    known = [*range(1, 30), *range(60, 90)]
    assert found(known) == {}


def test_few_numbers_say_nothing():
    assert found([1, 2, 4, 5]) == {}


def test_what_stands_before_the_first_or_behind_the_last_is_not_guessed():
    assert found(list(range(50, 80))) == {}


def test_a_gap_beside_a_number_that_stands_twice_is_doubted():
    numbers = np.array([1, 2, 2, 4, 5, 60, 90], np.int64)
    days = np.array(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-06-01", "2026-09-01"], "M8[D]")
    worth = misread(numbers, days, np.arange(7), METHOD)
    assert worth(date(2026, 3, 2), date(2026, 3, 4)) == 0.5
    assert worth(date(2026, 6, 1), date(2026, 6, 1)) == 0.5
    assert worth(date(2026, 4, 1), date(2026, 4, 2)) == 1.0
    assert misread(numbers, days, np.array([1, 2, 2, 4, 5, 6, 7]), METHOD)(date(2026, 3, 2), date(2026, 3, 4)) == 1.0


@given(st.sets(st.integers(1, 400), max_size=200))
def test_only_missing_numbers_are_found_each_once_with_a_share(known):
    numbers, shares = missing(np.array(sorted(known), np.int64), METHOD)
    assert len(set(numbers.tolist())) == len(numbers)
    assert not set(numbers.tolist()) & known
    assert all(min(known) < number < max(known) for number in numbers.tolist())
    assert ((shares >= 0) & (shares <= 1)).all()
