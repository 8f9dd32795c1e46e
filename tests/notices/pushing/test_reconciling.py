"""Whatever the order, however often: every cause has its one notice."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from supervision.notices.pushing.reconciling.rules import CORRECTED, moves
from supervision.notices.pushing.rules import spells
from supervision.notices.states import NoticeState
from tests.factories.notices import NORTH, SOUTH, Desk, find, newest, oracle, told


def bring(desk, entries):
    """Reconcile after each arrival, as a worker would that is never idle."""
    arrived = []
    for one in entries:
        arrived.append(one)
        todo = moves(spells(newest(arrived), find), desk.standing())
        desk.carry_out(todo)
    return desk


KINDS = ["scope_change", "address_change", "scope_change", "address_change", "revocation", "cancellation"]
ITEMS = some.text("ABCNab", max_size=4).map(lambda letters: "".join(sorted(set(letters))))
LETTERS = ITEMS.filter(lambda letters: not {letter.upper() for letter in letters if letter.islower()} & set(letters))
PLACES = some.sampled_from([NORTH, SOUTH, None])


@some.composite
def histories(draw):
    """Draw the businesses of one firm: founded or known before, changed, moved, perhaps revoked and cancelled."""
    count = draw(some.integers(1, 6))
    before = draw(some.none() | LETTERS)
    kinds = [draw(some.sampled_from(KINDS)) if before is not None else "establishment"]
    kinds += [draw(some.sampled_from(KINDS)) for _ in range(count - 1)]
    days = sorted(draw(some.lists(some.integers(0, 9), min_size=count, max_size=count)))
    known = {} if before is None else {"former": before, "former_division": NORTH}
    return [
        told(number, kind, draw(LETTERS), day=day, division=draw(PLACES), **known)
        for number, (kind, day) in enumerate(zip(kinds, days, strict=True), start=1)
    ]


@given(some.data(), histories())
def test_any_order_with_any_repetition_comes_to_what_must_be(data, history):
    repeated = history + data.draw(some.lists(some.sampled_from(history), max_size=4))
    arrivals = data.draw(some.permutations(repeated))
    assert bring(Desk(), arrivals).states == oracle(history)


@given(histories())
def test_reconciling_again_does_nothing(history):
    desk = bring(Desk(), history)
    todo = moves(spells(history, find), desk.standing())
    assert (todo.made, todo.withdrawn, todo.reinstated, todo.adopted, todo.farewells) == ([], [], [], [], [])


@given(some.data(), histories())
def test_corrections_leave_open_exactly_what_must_be(data, history):
    """A corrected business may leave withdrawn notices behind, and never an open one."""
    wrong = [told(one.entry_id // 10, one.kind.value, data.draw(LETTERS), division=data.draw(PLACES)) for one in history]
    right = [
        told(one.entry_id // 10, one.kind.value, "".join(_letters(one)), day=(one.occurred_on - history[0].occurred_on).days,
             division=one.division, version=2)
        for one in history
    ]  # fmt: skip
    arrivals = data.draw(some.permutations(wrong)) + data.draw(some.permutations(right))
    expected = oracle(right)
    desk = bring(Desk(), arrivals)
    assert desk.open == {key for key, state in expected.items() if state != "withdrawn"}
    assert {key: state for key, state in desk.states.items() if key in expected} == expected


def _letters(one):
    for matter in one.matters or ():
        if matter.item:
            yield matter.item if matter.function else matter.item.lower()


def only(desk):
    (number,) = desk.notices
    return number


def test_an_answered_notice_is_told_and_not_withdrawn():
    desk = bring(Desk(), [told(1)])
    desk.change(only(desk), state=NoticeState.ANSWERED)
    history = [told(1), told(2, "scope_change", "")]
    todo = moves(spells(history, find), desk.standing())
    assert [message.text for message in todo.messages] == ["经营范围变更（2026-03-04）后不再涉及本事项"]
    assert todo.withdrawn == []


@pytest.mark.parametrize("kind", ["revocation", "cancellation"])
def test_who_granted_the_permit_gets_a_notice_of_the_end(kind):
    desk = bring(Desk(), [told(1, items="AB")])
    desk.change(1, state=NoticeState.ANSWERED, granted=True)
    history = [told(1, items="AB"), told(2, kind, None)]
    todo = moves(spells(history, find), desk.standing())
    assert [(one.granted.notice_id, one.told.kind.value) for one in todo.farewells] == [(1, kind)]
    assert [one.standing.notice_id for one in todo.withdrawn] == [2]
    desk.carry_out(todo)
    assert moves(spells(history, find), desk.standing()).farewells == []


def test_a_revocation_that_was_a_mistake_is_taken_back():
    desk = bring(Desk(), [told(1, items="AB")])
    desk.change(1, state=NoticeState.ANSWERED, granted=True)
    bring(desk, [told(1, items="AB"), told(2, "revocation", None)])
    assert desk.states["7/B002/990102/A/market"] == "pushed"
    bring(desk, [told(1, items="AB"), told(2, "scope_change", "AB", version=2)])
    assert desk.states == {
        "7/B001/990102/A/market": "answered",
        "7/B001/990102/B/market": "pushed",
        "7/B002/990102/A/market": "withdrawn",
    }


def test_what_a_department_received_goes_on_under_the_earlier_registration_that_came_late():
    desk = bring(Desk(), [told(2, "scope_change", "A")])
    desk.change(only(desk), state=NoticeState.RECEIVED)
    bring(desk, [told(2, "scope_change", "A"), told(1)])
    assert desk.states == {"7/B001/990102/A/market": "received"}


def test_who_joined_hears_the_end_with_the_first():
    desk = bring(Desk(), [told(1, items="")])
    first = desk.notices[1]
    desk.change(1, state=NoticeState.RECEIVED, department_id=10)
    joined = {name: getattr(first, name) for name in type(first).__slots__}
    joined |= {"notice_id": 2, "dedup_key": f"{first.dedup_key}#20", "kind": "claim", "state": NoticeState.RECEIVED}
    desk.notices[2] = type(first)(**(joined | {"kind": type(first.kind)("claim")}))
    todo = moves(spells([told(1, items=""), told(2, "cancellation", None)], find), desk.standing())
    assert {one.standing.notice_id for one in todo.withdrawn} == {1, 2}


def test_a_merged_notice_is_left_alone():
    desk = bring(Desk(), [told(1)])
    desk.change(only(desk), state=NoticeState.MERGED)
    todo = moves(spells([told(1), told(2, "cancellation", None)], find), desk.standing())
    assert (todo.made, todo.withdrawn, todo.messages) == ([], [], [])


def test_a_correction_takes_back_what_it_no_longer_asks_for():
    desk = bring(Desk(), [told(1, items="AB")])
    todo = moves(spells([told(1, items="A", version=2)], find), desk.standing())
    assert [(one.standing.notice_id, one.reason) for one in todo.withdrawn] == [(2, CORRECTED)]
