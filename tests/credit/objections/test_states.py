"""Whatever happens to the objections of one record, in whatever order, what stands beside it is true."""

from hypothesis import given
from hypothesis import strategies as st

from credit.objections.states import (
    DECIDED,
    INQUIRY,
    OBJECTION,
    OPEN,
    InquiryAction,
    InquiryState,
    ObjectionAction,
    ObjectionState,
    annotation_of,
)
from credit.publicity.states import Annotation
from supervision.kernel.transitions import MoveNotAllowed

FINAL = {ObjectionState.CORRECTED, ObjectionState.REMOVED, ObjectionState.REFUSED, ObjectionState.CANCELLED}


def test_every_state_and_every_action_has_its_answer():
    allowed = {(state, action): target for state, action, target in OBJECTION}
    assert len(allowed) == 12
    for state in ObjectionState:
        for action in ObjectionAction:
            assert OBJECTION.allows(state, action) == ((state, action) in allowed)
    assert {state for state in ObjectionState if not any(before is state for before, _, _ in OBJECTION)} == FINAL
    assert {(state, action) for state, action, _ in INQUIRY} == {
        (InquiryState.ASKED, InquiryAction.FORWARD),
        (InquiryState.ASKED, InquiryAction.ANSWER),
        (InquiryState.ANSWERED, InquiryAction.PUBLISH),
        (InquiryState.PUBLISHED, InquiryAction.RETRACT),
    }


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ObjectionAction)), max_size=40))
def test_no_history_leaves_an_end_or_decides_twice(history):
    cases = [ObjectionState.FILED] * 4
    decided = [0] * 4
    for number, action in history:
        before = cases[number]
        try:
            cases[number] = OBJECTION.after(before, action)
        except MoveNotAllowed:
            continue
        assert before not in FINAL
        decided[number] += before in OPEN and cases[number] in DECIDED
        assert decided[number] <= 1
        said = annotation_of(cases)
        assert (said is Annotation.DISPUTED) == any(case in OPEN for case in cases)
        assert (said is None) == (not {*OPEN, ObjectionState.CORRECTING, ObjectionState.CORRECTED} & set(cases))


@given(st.lists(st.sampled_from(ObjectionState), max_size=6), st.randoms())
def test_what_is_said_does_not_depend_on_the_order(states, random):
    shuffled = list(states)
    random.shuffle(shuffled)
    assert annotation_of(shuffled) == annotation_of(states)
