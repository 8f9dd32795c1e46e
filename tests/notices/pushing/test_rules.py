"""What must be told: by business, item and place."""

from datetime import timedelta

import pytest

from supervision.notices.pushing.rules import in_order, spells
from supervision.notices.states import PoolReason
from tests.factories.notices import FIRST_DAY, NORTH, SOUTH, find, told


def said(*entries):
    """Return what was told, as number of the business, item, place and whether it is over."""
    return [
        (one.began.entry_id // 10, one.mark.split("/")[0], one.place.department_id, one.ending is not None)
        for one in spells(entries, find)
    ]


def test_each_item_of_a_new_firm_is_told_to_its_office():
    assert said(told(1, items="ABC")) == [(1, "A", 10, False), (1, "B", 10, False), (1, "C", 1, False)]


def test_a_change_of_scope_tells_only_what_is_new():
    assert said(told(1, items="A"), told(2, "scope_change", "AB")) == [(1, "A", 10, False), (2, "B", 10, False)]


def test_what_a_change_of_scope_drops_is_over_and_says_so():
    (first, _second) = spells([told(1, items="A"), told(2, "scope_change", "B")], find)
    assert first.ending is not None
    assert first.ending.reason == "经营范围变更（2026-03-04）后不再涉及本事项"


def test_an_item_that_comes_back_is_told_again():
    entries = told(1, items="AB"), told(2, "scope_change", "A"), told(3, "scope_change", "AB")
    assert said(*entries) == [(1, "A", 10, False), (1, "B", 10, True), (3, "B", 10, False)]


def test_a_move_to_another_district_tells_its_offices_and_ends_with_the_old_ones():
    moved = said(told(1, items="A"), told(2, "address_change", "A", division=SOUTH))
    assert moved == [(1, "A", 10, True), (2, "A", 20, False)]


def test_a_move_leaves_the_office_of_the_city_with_what_it_has():
    (only,) = spells([told(1, items="C"), told(2, "address_change", "C", division=SOUTH)], find)
    assert only.ending is None
    assert [text for _told, text in only.news] == ["住所变更（2026-03-04）：本事项仍在经营范围内，承办部门不变"]


def test_a_move_within_the_district_tells_nobody_anew():
    assert said(told(1, items="A"), told(2, "address_change", "A")) == [(1, "A", 10, False)]


def test_a_move_that_says_nothing_of_the_scope_leaves_it_as_it_was():
    moved = said(told(1, items="A"), told(2, "address_change", None, division=SOUTH))
    assert moved == [(1, "A", 10, True), (2, "A", 20, False)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("revocation", "企业已被吊销营业执照（2026-03-04）"), ("cancellation", "企业已办理注销登记（2026-03-04）")],
)
def test_the_end_of_a_firm_ends_everything_with_its_reason(kind, words):
    found = spells([told(1, items="AC"), told(2, kind, None)], find)
    assert {one.ending.reason for one in found if one.ending} == {words}
    assert [len(one.finals) for one in found] == [1, 1]


def test_who_heard_of_the_revocation_hears_of_the_cancellation_too():
    entries = told(1, items="A"), told(2, "revocation", None), told(3, "cancellation", None)
    (only,) = spells(entries, find)
    assert [one.kind.value for one in only.finals] == ["revocation", "cancellation"]
    assert only.ending is not None
    assert only.ending.told.kind.value == "revocation"


def test_a_firm_known_before_is_told_of_only_by_what_is_new():
    assert said(told(1, "scope_change", "AB", former="A")) == [(1, "B", 10, False)]


def test_a_firm_of_which_nothing_was_known_is_told_of_completely():
    assert said(told(1, "scope_change", "AB")) == [(1, "A", 10, False), (1, "B", 10, False)]


def test_a_firm_known_before_that_moves_in_is_told_of_at_its_new_place():
    moved = told(1, "address_change", "AC", division=SOUTH, former="AC", former_division=NORTH)
    assert said(moved) == [(1, "A", 20, False)]


def test_what_was_known_before_does_not_count_where_an_earlier_business_tells():
    entries = told(1, items="A"), told(2, "scope_change", "AB", former="B")
    assert said(*entries) == [(1, "A", 10, False), (2, "B", 10, False)]


def test_no_item_a_doubt_and_no_office_belong_into_the_pool():
    found = spells([told(1, items=""), told(2, "scope_change", "bN")], find)
    assert [one.place.reason for one in found] == [PoolReason.NO_ITEM, PoolReason.DOUBT, PoolReason.NO_OFFICE]
    assert [one.ending is not None for one in found] == [True, False, False]


def test_an_unknown_division_is_for_the_pool():
    (only,) = spells([told(1, items="A", division=None)], find)
    assert (only.place.department_id, only.place.reason) == (None, PoolReason.DIVISION_UNKNOWN)


def test_on_one_day_a_firm_is_founded_before_it_changes_and_ends():
    entries = [told(3, day=1), told(2, "cancellation", None, day=1), told(1, "scope_change", day=1), told(4, day=0)]
    assert [one.entry_id // 10 for one in in_order(entries)] == [4, 3, 1, 2]
    assert entries[3].occurred_on + timedelta(days=1) == entries[0].occurred_on == FIRST_DAY + timedelta(days=1)
