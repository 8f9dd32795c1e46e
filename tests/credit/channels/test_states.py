"""The moves of a message: nothing leaves an end, and what is told to receivers always leads to what is wanted."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.channels.settling.rules import may_hold, told
from credit.channels.states import MESSAGE, OPEN, Act, Difference, MessageMove, MessageState
from supervision.kernel.transitions import MoveNotAllowed

ENDS = set(MessageState) - OPEN


@pytest.mark.parametrize("state", list(MessageState))
@pytest.mark.parametrize("move", list(MessageMove))
def test_every_move_in_every_state(state, move):
    if not MESSAGE.allows(state, move):
        with pytest.raises(MoveNotAllowed):
            MESSAGE.after(state, move)
        return
    assert state not in ENDS
    assert (
        MESSAGE.after(state, move)
        in {
            MessageMove.CLAIM: {MessageState.SENDING},
            MessageMove.DELIVER: {MessageState.SENT},
            MessageMove.RELEASE: {MessageState.WAITING},
            MessageMove.ACCEPT: {MessageState.ACCEPTED},
            MessageMove.REFUSE: {MessageState.REFUSED},
            MessageMove.SUPERSEDE: {MessageState.SUPERSEDED},
        }[move]
    )


def test_everything_has_its_words():
    for kind in (Act, MessageState, Difference):
        assert all(one.label for one in kind)
    assert all(one.remedy for one in Difference)


class Side:
    """One decision in one channel, and the receiver: each step is told, sent, lost or answered."""

    def __init__(self) -> None:
        self.line = SimpleNamespace(
            wanted_version=None, was_wanted=False, given_version=None, sequence=0, sent=0, answered=0, received=False,
            received_version=None, publicity_state=None, publicity_reason=None, closed_version=None,
        )  # fmt: skip
        self.waiting: tuple[int, Act, int] | None = None
        self.receipts: list[tuple[int, Act, int]] = []
        self.there: tuple[int, int | None] = (0, None)

    def settle(self) -> None:
        one = told(self.line)
        if one is None:
            return
        self.waiting = None
        line = self.line
        line.was_wanted = line.wanted_version is not None
        line.given_version = line.wanted_version or line.given_version
        if one.act is not None:
            line.sequence += 1
            self.waiting = (line.sequence, one.act, line.given_version)

    def send(self, *, arrives: bool, answered: bool) -> None:
        if self.waiting is None:
            return
        number, act, version = self.waiting
        self.line.sent = number
        if arrives:
            if number > self.there[0]:
                self.there = (number, version if act.gives else None)
            if answered:
                self.receipts.append(self.waiting)
                self.waiting = None

    def answer(self, place: int) -> None:
        if not self.receipts:
            return
        number, act, version = self.receipts.pop(place % len(self.receipts))
        if number > self.line.answered:
            self.line.answered, self.line.received = number, act.gives
            self.line.received_version = version if act.gives else None


STEPS = st.one_of(
    st.tuples(st.just("want"), st.sampled_from([None, 1, 2, 3])),
    st.tuples(st.just("send"), st.tuples(st.booleans(), st.booleans())),
    st.tuples(st.just("answer"), st.integers(0, 5)),
)


@given(st.lists(STEPS, max_size=40))
def test_whatever_is_lost_or_late_the_receiver_holds_what_is_wanted_in_the_end(steps):
    side = Side()
    for act, value in steps:
        if act == "want":
            side.line.wanted_version = value
            side.settle()
        elif act == "send":
            side.send(arrives=value[0], answered=value[1])
        else:
            side.answer(value)
        if side.there[1] is not None:
            assert may_hold(side.line), "what is there is never believed to be gone"
    side.settle()
    side.send(arrives=True, answered=True)
    while side.receipts:
        side.answer(0)
    assert side.there[1] == side.line.wanted_version
    assert side.line.received == (side.line.wanted_version is not None)
    assert told(side.line) is None
