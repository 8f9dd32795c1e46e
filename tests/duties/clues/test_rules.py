from datetime import date

import pytest

from supervision.duties.clues.rules import check_by, due_in_words, extended_to, number_of
from supervision.kernel.rulebook.rules import Rule
from supervision.kernel.workdays.packaged import national

RULE = Rule(
    "DL43", 1, "deadline", "CN", None, "立案", None, None, {"length": 15, "extension": 15}, "第十八条", "", 30, "knowledge"
)


@pytest.mark.parametrize(
    ("opened_on", "last_day"),
    [
        (date(2026, 11, 18), date(2026, 12, 9)),
        (date(2026, 11, 21), date(2026, 12, 11)),  # a Saturday: the count begins on Monday
        (date(2026, 9, 21), date(2026, 10, 19)),  # two holidays are left out, the worked Saturday of 10 October counts
    ],
)
def test_a_clue_is_checked_within_fifteen_working_days(opened_on, last_day):
    due = check_by(opened_on, calendar=national(), rule=RULE)
    assert (due.day, due.rule) == (last_day, "DL43@1")


def test_a_period_that_reaches_an_unannounced_year_says_so():
    assert check_by(date(2026, 12, 24), calendar=national(), rule=RULE).provisional


def test_an_extension_counts_from_the_end_of_the_period():
    assert extended_to(date(2026, 12, 9), calendar=national(), rule=RULE).day == date(2026, 12, 30)


def test_a_number_holds_its_year():
    assert number_of(2026, 7) == "线索〔2026〕000007"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 18), ("还有 15 个工作日", "mute")),
        (date(2026, 12, 3), ("还有 4 个工作日", "warn")),
        (date(2026, 12, 9), ("今天到期", "warn")),
        (date(2026, 12, 11), ("逾期 2 个工作日", "bad")),
        (date(2026, 12, 12), ("逾期 2 个工作日", "bad")),
    ],
)
def test_what_is_left_is_said_in_working_days(on, words):
    assert due_in_words(date(2026, 12, 9), on=on, calendar=national()) == words
