"""A missing number stands for a decision as surely as its series is used one after another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from credit.omissions.finding.rules import missing
from credit.omissions.finding.schemas import Method

METHOD = Method("OM01@1", threshold=0.8, window=25, smallest=8, longest_run=6, back_days=400, text="", basis="")


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


@given(st.sets(st.integers(1, 400), max_size=200))
def test_only_missing_numbers_are_found_each_once_with_a_share(known):
    numbers, shares = missing(np.array(sorted(known), np.int64), METHOD)
    assert len(set(numbers.tolist())) == len(numbers)
    assert not set(numbers.tolist()) & known
    assert all(min(known) < number < max(known) for number in numbers.tolist())
    assert ((shares >= 0) & (shares <= 1)).all()
