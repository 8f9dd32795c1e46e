"""Whatever is done to a question in whatever order, it ends once, for a reason, and with a second person where one is needed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from credit.entering.states import ENTRY, EntryAction, EntryState
from credit.questions.models import Question
from credit.questions.states import ENDED, QUESTION, WAITING, QuestionAction, QuestionState
from supervision.kernel.transitions import MoveNotAllowed

NOW = datetime(2026, 11, 18, tzinfo=UTC)
FAULT = {"rule": "V03", "field": "code", "severity": "reject", "value": None, "message": "不正确", "remedy": "改正"}


def question(**more):
    values = {
        "state": "open",
        "revision": 1,
        "origin": "refused",
        "receiver": "",
        "row_kind": "sgs-2021-penalty-legal",
        "kind": "penalty",
        "department_id": 1,
        "batch_id": 1,
        "row_no": 1,
        "faults": [FAULT],
        "cause": "V03:code",
        "opened_at": NOW,
    }
    return Question(**{**values, **more})


@settings(deadline=None)
@given(st.lists(st.sampled_from(QuestionAction), max_size=30))
def test_every_history_leads_only_along_the_table_and_an_end_is_an_end(actions):
    asked, ended = question(), False
    for action in actions:
        before, revision = QuestionState(asked.state), asked.revision
        try:
            asked.move(action)
        except MoveNotAllowed:
            assert (asked.state, asked.revision) == (before.value, revision)
            continue
        assert not ended
        assert (before, action, QuestionState(asked.state)) in set(QUESTION)
        assert asked.revision == revision + 1
        ended = asked.state in ENDED
    assert ended == (asked.state not in WAITING)


def test_every_question_can_come_to_each_of_its_ends():
    reached, frontier = set(), {QuestionState.OPEN}
    while frontier:
        reached |= frontier
        frontier = {target for state, _action, target in QUESTION if state in reached} - reached
    assert reached == set(QuestionState)
    assert {state for state, _action, _target in QUESTION} == set(QuestionState) - ENDED
    assert {state for state, _action, _target in ENTRY} == {EntryState.DRAFT, EntryState.SENT}
    assert {action for _state, action, _target in ENTRY} == set(EntryAction)


@pytest.mark.parametrize(
    ("more", "check"),
    [
        ({"state": "fixed"}, "ended_at_a_time"),
        ({"settled_at": NOW}, "ended_at_a_time"),
        ({"state": "sent"}, "sent_as_a_row"),
        ({"state": "explaining"}, "explained_in_words"),
        (
            {"state": "explained", "explanation": "属实", "explained_by": "甲", "settled_by": "甲", "settled_at": NOW},
            "explained_to_another",
        ),
        ({"state": "withdrawn", "settled_at": NOW, "settled_by": "甲", "settled_reason": " "}, "withdrawn_with_a_reason"),
        ({"origin": "receiver"}, "receiver_has_a_name"),
        ({"faults": []}, "faults_say_why"),
        ({"state": "gone"}, "state"),
    ],
)
def test_the_database_refuses_what_cannot_be(session, more, check):
    session.add(question(**more))
    with pytest.raises(IntegrityError, match=f"ck_question_{check}"):
        session.flush()
