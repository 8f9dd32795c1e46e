"""A source and a run move as their tables say, in any order of what people do."""

from hypothesis import given
from hypothesis import strategies as st

from credit.docking.states import RUN, SOURCE, RunAction, RunState, SourceAction, SourceState
from supervision.kernel.transitions import MoveNotAllowed


@given(st.lists(st.sampled_from(list(SourceAction)), max_size=12))
def test_a_closed_source_stays_closed_and_a_changed_one_is_started_anew(actions):
    state, closed = SourceState.DRAFT, False
    for action in actions:
        try:
            state = SOURCE.after(state, action)
        except MoveNotAllowed:
            continue
        assert not closed
        closed = state is SourceState.CLOSED
        assert (action is SourceAction.CHANGE) == (state is SourceState.DRAFT)


def test_a_run_ends_once():
    ends = {RUN.after(RunState.RUNNING, action) for action in RunAction}
    assert ends == set(RunState) - {RunState.RUNNING}
    assert not any(RUN.allows(end, action) for end in ends for action in RunAction)
