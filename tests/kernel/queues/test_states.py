from itertools import product

import pytest

from supervision.kernel.queues.states import JOB, JobAction, JobState
from supervision.kernel.transitions import MoveNotAllowed

S, A = JobState, JobAction
LEGAL = {
    (S.QUEUED, A.START): S.RUNNING,
    (S.QUEUED, A.CANCEL): S.CANCELLED,
    (S.RUNNING, A.CANCEL): S.RUNNING,
    (S.RUNNING, A.STOP): S.CANCELLED,
    (S.RUNNING, A.SUCCEED): S.SUCCEEDED,
    (S.RUNNING, A.FAIL): S.FAILED,
    (S.RUNNING, A.INTERRUPT): S.QUEUED,
    (S.FAILED, A.RETRY): S.QUEUED,
    (S.CANCELLED, A.RETRY): S.QUEUED,
}


@pytest.mark.parametrize(("state", "action"), list(product(JobState, JobAction)))
def test_each_state_knows_each_action_or_refuses_it(state: JobState, action: JobAction) -> None:
    target = LEGAL.get((state, action))
    assert JOB.allows(state, action) is (target is not None)
    if target is None:
        with pytest.raises(MoveNotAllowed):
            JOB.after(state, action)
    else:
        assert JOB.after(state, action) is target


@pytest.mark.parametrize("state", JobState)
def test_every_state_has_a_word_and_a_tone(state: JobState) -> None:
    assert state.label
    assert state.tone in {"ok", "info", "warn", "bad", "law", "mute"}
