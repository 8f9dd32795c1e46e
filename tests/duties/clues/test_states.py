import pytest

from supervision.duties.clues.states import CLUE, ClueAction, ClueOutcome, ClueState

ALLOWED = {
    ("open", "assign"): "checking",
    ("checking", "assign"): "checking",
    ("open", "reassign"): "open",
    ("checking", "reassign"): "open",
    ("open", "extend"): "open",
    ("checking", "extend"): "checking",
    ("open", "settle"): "settled",
    ("checking", "settle"): "settled",
    ("settled", "reopen"): "open",
}


@pytest.mark.parametrize("action", list(ClueAction))
@pytest.mark.parametrize("state", list(ClueState))
def test_every_move_is_known(state, action):
    wanted = ALLOWED.get((state.value, action.value))
    assert (CLUE.after(state, action) if CLUE.allows(state, action) else None) == wanted


def test_everything_has_a_chinese_name():
    assert all(item.label for kind in (ClueState, ClueAction, ClueOutcome) for item in kind)
