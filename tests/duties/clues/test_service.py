import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from supervision.accounts.departments.service import end_department
from supervision.duties.clues import errors, queries, service
from supervision.duties.clues.models import Clue, ClueStep
from supervision.duties.clues.states import ClueOutcome, ClueState
from supervision.kernel.access import Scope
from supervision.kernel.db import transaction
from tests.factories.accounts import NOW, acting, found_city, person
from tests.factories.archive import firm

CHECKER = "person:1"


def test_the_same_source_hands_over_once(handed):
    assert handed(7).id == handed(7, content="又一次").id
    assert handed(7).content == "无证从事食品生产"


def test_numbers_follow_one_another(handed):
    assert [handed(source).number for source in (1, 2, 3)] == [f"线索〔2026〕00000{n}" for n in (1, 2, 3)]


def test_a_clue_is_due_in_fifteen_working_days_by_a_rule_that_it_names(handed):
    clue = handed()
    assert (clue.due_on, clue.due_rule) == (date(2026, 12, 9), "DL43@1")


def test_two_who_hand_over_at_once_make_one_clue(database, keys_of_the_test):
    with transaction() as session:
        east = found_city(session).east.id
        subject = firm(session).id
    gate, made = threading.Barrier(4), []

    def hand(source: int) -> None:
        gate.wait()
        with transaction() as session:
            made.append(
                service.hand_over(
                    session,
                    source_kind="notice",
                    source_id=source,
                    subject_id=subject,
                    content="无证经营",
                    department_id=east,
                    actor=CHECKER,
                    now=NOW,
                )
            )

    threads = [threading.Thread(target=hand, args=(source,)) for source in (1, 1, 2, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 2


def test_a_department_that_was_merged_away_is_followed(session, town, handed):
    end_department(session, department_id=town.west.id, ends_on=NOW.date(), merged_into=town.east.id, actor="x", now=NOW)
    assert handed(department_id=town.west.id).department_id == town.east.id


def test_a_clue_goes_to_a_person_of_its_department_only(session, town, handed):
    clue = handed()
    own, other = person(session, "own", town.east), person(session, "other", town.west)
    with pytest.raises(errors.HandlerOutsideDepartment):
        service.assign(session, clue, handler_id=other.id, actor=CHECKER, now=NOW)
    service.assign(session, clue, handler_id=own.id, actor=CHECKER, now=NOW)
    assert (clue.state, clue.handler_id) == (ClueState.CHECKING, own.id)


def test_passing_on_keeps_the_clock_and_needs_a_reason(session, town, handed):
    clue = handed()
    due_on = clue.due_on
    with pytest.raises(errors.ReasonMissing):
        service.reassign(session, clue, department_id=town.tax.id, reason=" ", actor=CHECKER, now=NOW)
    session.refresh(clue)
    service.reassign(session, clue, department_id=town.tax.id, reason="属税务职责", actor=CHECKER, now=NOW + timedelta(days=3))
    assert (clue.department_id, clue.due_on, clue.handler_id) == (town.tax.id, due_on, None)


def test_a_period_is_extended_once(session, handed):
    clue = handed()
    service.extend(session, clue, reason="经批准", actor=CHECKER, now=NOW)
    assert clue.due_on == date(2026, 12, 30)
    with pytest.raises(errors.AlreadyExtended):
        service.extend(session, clue, reason="再延", actor=CHECKER, now=NOW)


def test_an_outcome_settles_and_a_second_is_refused(session, handed):
    clue = handed()
    service.settle(session, clue, outcome=ClueOutcome.CASE_FILED, text="已立案", actor=CHECKER, now=NOW)
    assert clue.state == ClueState.SETTLED
    with pytest.raises(errors.ClueMoveNotAllowed) as refused:
        service.settle(session, clue, outcome=ClueOutcome.UNFOUNDED, text="没有", actor=CHECKER, now=NOW)
    assert "已办结" in refused.value.text


def test_a_double_click_settles_once(session, handed):
    clue, key = handed(), uuid4()
    for _click in range(2):
        service.settle(session, clue, outcome=ClueOutcome.NOT_FILED, text="情节轻微", actor=CHECKER, now=NOW, request_key=key)
    assert [line.step.action for line in queries.steps(session, clue.id)] == ["settle", "hand_over"]


def test_what_is_reopened_keeps_its_former_outcome_in_the_steps(session, handed):
    clue = handed()
    service.settle(session, clue, outcome=ClueOutcome.UNFOUNDED, text="查无实据", actor=CHECKER, now=NOW)
    service.reopen(session, clue, reason="又有新材料", actor=CHECKER, now=NOW)
    assert (clue.state, clue.outcome) == (ClueState.OPEN, None)
    assert queries.steps(session, clue.id)[0].step.detail["outcome"] == "unfounded"


def test_somebody_faster_is_noticed(session, town, handed):
    clue = handed()
    session.commit()
    seen = clue.revision
    with transaction() as other:
        service.extend(other, other.get_one(Clue, clue.id), reason="经批准", actor=CHECKER, now=NOW)
    head = acting(person(session, "head", town.east), scopes=(Scope(town.east.path),))
    with pytest.raises(errors.ClueChangedMeanwhile):
        queries.clue_for_change(session, head, clue.id, revision=seen)


def test_others_see_nothing(session, town, handed):
    clue = handed()
    reader = person(session, "reader", town.east)
    above, east, west = (acting(reader, scopes=(Scope(d.path),)) for d in (town.bureau, town.east, town.west))
    wanted, on = queries.Wanted(), NOW.date()
    assert [len(queries.clues(session, one, wanted=wanted, on=on)) for one in (above, east, west)] == [1, 1, 0]
    assert [queries.open_count(session, one) for one in (above, east, west)] == [1, 1, 0]
    with pytest.raises(errors.ClueNotFound):
        queries.clue_for(session, west, clue.id)


def test_the_list_finds_by_the_firm_and_counts_what_is_late(session, town, handed):
    handed(1)
    head = acting(person(session, "head", town.east), scopes=(Scope(town.east.path),))
    found = queries.clues(session, head, wanted=queries.Wanted(words="禾木"), on=NOW.date())
    assert [line.subject for line in found] == ["云汀禾木速冻食品有限公司"]
    assert queries.clues(session, head, wanted=queries.Wanted(words="没有这家"), on=NOW.date()) == []
    assert queries.counts(session, head, on=date(2027, 1, 1)) == {"open": 1, "overdue": 1}


def test_the_database_refuses_a_settled_clue_without_an_outcome(session, handed):
    clue = handed()
    with pytest.raises(DBAPIError, match="settled_has_an_outcome"):
        session.execute(text("UPDATE duties.clue SET state = 'settled' WHERE id = :id"), {"id": clue.id})


def test_steps_are_never_changed(session, handed):
    clue = handed()
    assert session.get(ClueStep, 1) is not None
    with pytest.raises(DBAPIError):
        session.execute(text("UPDATE duties.clue_step SET reason = 'x' WHERE clue_id = :id"), {"id": clue.id})
