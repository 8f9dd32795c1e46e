"""Two departments want the same firm: who handles it, and by which rule."""

import pytest

from supervision.notices.claiming.rules import FIRST, OFFICE, Situation, settle
from supervision.notices.claiming.states import ClaimOutcome
from supervision.notices.states import NoticeState


def outcome(state: str, **facts: bool) -> tuple[str, bool] | None:
    found = settle(Situation(NoticeState(state), claimed=facts.pop("claimed", True), holder="甲局", **facts))
    return (found.outcome.value, found.takes_over) if found else None


def test_the_first_claims_from_the_pool():
    found = settle(Situation(NoticeState.POOLED, claimed=False))
    assert found is not None
    assert (found.outcome, found.rule, found.takes_over) == (ClaimOutcome.WON, FIRST, False)


@pytest.mark.parametrize("state", ["pushed", "received", "answered", "closed"])
def test_who_comes_later_is_told_who_was_first(state: str):
    assert outcome(state) == ("lost", False)


def test_the_office_of_the_item_takes_over_from_another_department():
    found = settle(Situation(NoticeState.RECEIVED, claimed=True, holder="甲局", claimant_is_office=True))
    assert found is not None
    assert (found.outcome, found.rule, found.takes_over) == (ClaimOutcome.WON, OFFICE, True)


def test_of_two_offices_of_the_item_the_first_keeps_it():
    assert outcome("received", holder_is_office=True, claimant_is_office=True) == ("lost", False)


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_what_is_answered_is_not_handed_over_any_more(state: str):
    assert outcome(state, claimant_is_office=True) == ("lost", False)


def test_what_was_pushed_to_its_office_is_not_taken_away():
    assert outcome("received", claimed=False, claimant_is_office=True) == ("lost", False)


@pytest.mark.parametrize("state", ["withdrawn", "merged"])
def test_what_is_gone_is_nobodys_to_claim(state: str):
    assert outcome(state, claimed=False) is None
