import itertools

import pytest

from supervision.accounts.clients.states import CLIENT, ClientAction, ClientState
from supervision.accounts.people.states import USER, UserAction, UserState
from supervision.accounts.sessions.states import SESSION, SessionAction, SessionState
from supervision.kernel.transitions import MoveNotAllowed

MATRIX = [
    (USER, UserState, UserAction, {("active", "disable"): "disabled", ("disabled", "enable"): "active"}),
    (CLIENT, ClientState, ClientAction, {("active", "revoke"): "revoked"}),
    (
        SESSION,
        SessionState,
        SessionAction,
        {("half", "confirm"): "open", ("half", "end"): "ended", ("open", "end"): "ended"},
    ),
]


@pytest.mark.parametrize(("table", "states", "actions", "legal"), MATRIX)
def test_only_the_listed_moves_are_legal(table, states, actions, legal):
    for state, action in itertools.product(states, actions):
        target = legal.get((state, action))
        if target is not None:
            assert table.after(state, action) == target
        else:
            with pytest.raises(MoveNotAllowed):
                table.after(state, action)
