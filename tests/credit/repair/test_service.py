"""Whatever people press in whatever order, a repair only moves as its table says, each move leaves its step, and a refusal leaves nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from credit.publicity.models import Publication
from credit.repair.applying import service as applying
from credit.repair.applying.service import Application
from credit.repair.deciding import service as deciding
from credit.repair.errors import ChangedMeanwhile, ExtendedAlready
from credit.repair.models import Repair, RepairStep
from credit.repair.service import APPLICANT, Given
from credit.repair.states import OPEN, REPAIR, REPAIRED, RepairAction, RepairState
from supervision.kernel.db import transaction
from supervision.kernel.holders import Holder
from supervision.kernel.module import Platform, join, joined
from supervision.kernel.transitions import MoveNotAllowed
from tests.factories.accounts import found_city
from tests.factories.published import published
from tests.factories.repairs import CODE, EARLIER, MONDAY, PDF, PNG

HANDLER, REVIEWER = Given("person:1", MONDAY), Given("person:2", MONDAY)
FIRM = Given(APPLICANT, MONDAY)
ACTS = {
    RepairAction.ASK: lambda session, repair: deciding.ask(session, repair, HANDLER, reason="缺整改报告"),
    RepairAction.SUPPLEMENT: lambda session, repair: applying.supplement(session, repair, [("整改.pdf", PDF)], FIRM),
    RepairAction.ACCEPT: lambda session, repair: deciding.accept(session, repair, HANDLER),
    RepairAction.DECLINE: lambda session, repair: deciding.decline(session, repair, HANDLER, reason="不属本机关"),
    RepairAction.EXTEND: lambda session, repair: deciding.extend(session, repair, REVIEWER, reason="情况复杂"),
    RepairAction.APPROVE: lambda session, repair: deciding.approve(session, repair, REVIEWER, reason="材料属实"),
    RepairAction.REFUSE: lambda session, repair: deciding.refuse(session, repair, REVIEWER, reason="未改正"),
    RepairAction.WITHDRAW: lambda session, repair: applying.withdraw(session, repair, FIRM),
    RepairAction.UNDO: lambda session, repair: deciding.undo(session, repair, REVIEWER, reason="凭证系伪造"),
}


@pytest.fixture
def record(app, session) -> Iterator[Publication]:
    """A penalty of which nobody holds anything, so that a repair is closed as soon as it is decided."""
    before = joined()
    join(
        Platform(
            tuple(
                replace(module, parts=tuple(part for part in module.parts if not isinstance(part, Holder)))
                for module in before.modules
            )
        )
    )
    city = found_city(session)
    yield published(session, department_id=city.bureau.id, now=EARLIER, decided_on=date(2026, 6, 1))
    join(before)


def application() -> Application:
    return Application(uuid4(), CODE, "", committed=True, commitment=("承诺书.pdf", PDF), performance=("证明.png", PNG))


def applied(session, record: Publication) -> Repair:
    return applying.apply(session, record, replace(application(), doc_no=record.doc_no), FIRM)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=6))
def test_a_repair_moves_only_as_its_table_says(session, record, actions):
    with session.begin_nested() as example:
        repair = applied(session, record)
        state, moves = RepairState.SUBMITTED, 1
        for action in actions:
            if REPAIR.allows(state, action):
                ACTS[action](session, repair)
                state, moves = REPAIR.after(state, action), moves + 1
                if state is RepairState.APPROVED:
                    state, moves = RepairState.CLOSED, moves + 1
            else:
                with pytest.raises((MoveNotAllowed, ExtendedAlready)):
                    ACTS[action](session, repair)
            session.expire_all()
            assert (repair.state, repair.revision) == (state, moves)
        shown = session.get_one(Publication, record.id).state
        assert shown == ("repaired" if state in REPAIRED else "published")
        steps = select(func.count()).select_from(RepairStep).where(RepairStep.repair_id == repair.id)
        assert session.scalar(steps) == moves
        example.rollback()


def test_every_state_is_reached_and_only_open_ones_are_withdrawn():
    reached = {RepairState.SUBMITTED} | {target for _state, _action, target in REPAIR}
    assert reached == set(RepairState)
    assert {state for state, action, _target in REPAIR if action is RepairAction.WITHDRAW} == OPEN


def test_two_people_do_not_overwrite_each_other(session, record):
    repair = applied(session, record)
    deciding.ask(session, repair, replace(HANDLER, revision=1), reason="缺整改报告")
    with pytest.raises(ChangedMeanwhile):
        deciding.decline(session, repair, replace(HANDLER, revision=1), reason="不属本机关")


NEVER = [
    ("state = 'approved'", "ordered|decided_by_somebody|accepted_by_somebody"),
    ("state = 'refused'", "accepted_by_somebody|decided_by_somebody|decided_with_a_reason"),
    ("state = 'not_accepted', reason = ' '", "decided_with_a_reason"),
    ("state = 'incomplete', asked = ''", "asked_for_something"),
    ("state = 'undone'", "undone_with_a_reason|accepted_by_somebody|decided_by_somebody|ordered"),
    ("state = 'gone'", "ck_repair_state"),
    ("committed = false", "committed"),
    ("token = 'short'", "token_is_unguessable"),
]


def test_the_database_keeps_what_must_always_be_true(session, record):
    repair = applied(session, record)
    for change, check in NEVER:
        with pytest.raises(IntegrityError, match=check), session.begin_nested():
            session.execute(text(f"UPDATE credit.repair SET {change} WHERE id = :id"), {"id": repair.id})


def test_a_second_open_application_cannot_be_stored(session, record):
    made = applied(session, record)
    copied = ", ".join(
        name for column in Repair.__table__.columns if (name := column.name) not in {"id", "token", "request_key"}
    )
    statement = text(
        f"INSERT INTO credit.repair (token, request_key, {copied}) SELECT reverse(token), gen_random_uuid(), {copied} "
        "FROM credit.repair WHERE id = :id"
    )
    with pytest.raises(IntegrityError, match="uq_repair_open"):
        session.execute(statement, {"id": made.id})


def test_the_course_is_only_added_to(session, record):
    applied(session, record)
    with pytest.raises(ProgrammingError):
        session.execute(text("UPDATE credit.repair_step SET note = 'x'"))


def test_a_form_that_is_sent_by_an_impatient_hand_makes_one_application(app, database):
    with transaction() as session:
        city = found_city(session)
        record = published(session, department_id=city.bureau.id, now=EARLIER, decided_on=date(2026, 6, 1))
    asked = replace(application(), doc_no=record.doc_no)

    def send(_number: int) -> str:
        with transaction() as session:
            return applying.apply(session, session.get_one(Publication, record.id), asked, FIRM).token

    with ThreadPoolExecutor(4) as hands:
        assert len(set(hands.map(send, range(4)))) == 1
