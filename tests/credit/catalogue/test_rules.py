"""How names are compared, what an item may say, and which item a decision names."""

from datetime import date

import pytest

from credit.catalogue.rules import faults, find, item_key, keys_of, kinds_of, refused_start
from credit.catalogue.schemas import Entry, Named, Told
from credit.catalogue.states import TASK, Cause, TaskAction, TaskState

ALLOWED = ("警告", "罚款", "没收违法所得")
FOOD = Entry(
    "MARKET-P001", "对经营超过保质期的食品的处罚", "penalty", "罚款；没收违法所得", "食品安全法第124条", source="权责清单"
)
ON = date(2026, 3, 2)


def named(number: int, *keys: str, spans=((date(2020, 1, 1), None),)) -> Named:
    return Named(number, frozenset(keys), spans)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("对经营超过保质期的食品的处罚", "经营超过保质期的食品"),
        ("对经营超过保质期的食品的行政处罚", "经营超过保质期的食品"),
        ("食品经营许可证（副本）", "食品经营许可证(副本)"),
        ("准予食品经营许可行政许可决定书", "食品经营许可"),
        ("ＡＢ许可", "ab 许可"),
    ],
)
def test_names_that_mean_the_same_are_the_same(one, other):
    assert item_key(one) == item_key(other)


def test_a_name_that_is_nothing_but_wrapping_stays_what_it_is():
    assert item_key("行政处罚决定书") == "行政处罚决定书"
    assert item_key(" —— ") == ""
    assert keys_of(FOOD) == ["经营超过保质期的食品"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "a b"}, "code"),
        ({"kind": "check"}, "kind"),
        ({"name": " "}, "name"),
        ({"name": "（）"}, "name"),
        ({"basis": ""}, "basis"),
        ({"basis": "依" * 1001}, "basis"),
        ({"category": "斩首"}, "category"),
        ({"category": "其他-"}, "category"),
        ({"aliases": tuple(map(str, range(31)))}, "aliases"),
        ({"source": ""}, "source"),
    ],
)
def test_what_no_item_may_say_is_told_by_field(changes, field):
    values = {name: getattr(FOOD, name) for name in Entry.__slots__} | changes
    assert field in [name for name, _message in faults(Entry(**values), ALLOWED)]


def test_a_sound_item_has_no_faults():
    assert list(faults(FOOD, ALLOWED)) == []
    assert kinds_of("罚款；没收违法所得") == ["罚款", "没收违法所得"]


def test_a_decision_is_looked_for_in_the_nearest_department_first():
    book = {(1, "penalty"): [named(10, "经营超过保质期的食品")], (2, "penalty"): [named(20, "经营超过保质期的食品")]}
    assert find(book, Told((2, 1), "penalty", ("经营超过保质期的食品",), ON)).item_id == 20
    assert find(book, Told((3, 1), "penalty", ("经营超过保质期的食品",), ON)).item_id == 10
    assert find(book, Told((2, 1), "licence", ("经营超过保质期的食品",), ON)).cause == Cause.UNKNOWN


def test_a_whole_name_goes_before_a_name_inside_a_title():
    book = {(1, "licence"): [named(10, "食品经营许可"), named(11, "食品经营许可延续")]}
    assert find(book, Told((1,), "licence", ("食品经营许可延续",), ON)).item_id == 11
    assert find(book, Told((1,), "licence", ("关于食品经营许可延续事项",), ON)).item_id == 11
    assert find(book, Told((1,), "licence", ("某店食品经营许可一件",), ON)).item_id == 10


def test_two_names_of_one_length_inside_a_title_decide_nothing():
    book = {(1, "licence"): [named(10, "食品生产许可"), named(11, "食品经营许可")]}
    assert find(book, Told((1,), "licence", ("食品生产许可与食品经营许可合并办理",), ON)).cause == Cause.UNKNOWN


def test_an_item_that_was_not_in_use_is_named_with_the_reason():
    book = {(1, "penalty"): [named(10, "无照经营", spans=((date(2026, 4, 1), None),))]}
    found = find(book, Told((1,), "penalty", ("无照经营",), ON))
    assert (found.item_id, found.cause) == (10, Cause.DISABLED)


def test_a_decision_without_any_name_stands_outside():
    assert find({}, Told((1,), "penalty", (), ON)).cause == Cause.UNKNOWN


@pytest.mark.parametrize(
    ("day", "open_from", "fine"),
    [
        (date(2020, 1, 1), None, True),
        (date(2026, 3, 2), date(2026, 3, 1), True),
        (date(2026, 3, 1), date(2026, 3, 1), False),
        (date(2026, 2, 1), date(2026, 1, 1), False),
    ],
)
def test_an_old_edition_is_never_rewritten(day, open_from, fine):
    assert (refused_start(day, open_from=open_from, today=ON) is None) is fine


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("action", list(TaskAction))
def test_only_open_tasks_are_closed_and_only_closed_ones_opened(state, action):
    legal = {(TaskState.OPEN, TaskAction.CLOSE), (TaskState.CLOSED, TaskAction.REOPEN)}
    assert TASK.allows(state, action) is ((state, action) in legal)
