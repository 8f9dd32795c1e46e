"""Decisions find their item in sets; what stands outside becomes one task for each name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, select

from credit.catalogue import service as items
from credit.catalogue.errors import ReasonMissing, StillOutside
from credit.catalogue.matching import service
from credit.catalogue.matching.subscribers import matched
from credit.catalogue.models import CatalogueTask
from credit.catalogue.schemas import Entry
from credit.catalogue.states import Outcome
from credit.catalogue.tasks import queries as tasks
from credit.catalogue.tasks import service as closing
from credit.catalogue.tasks.service import Who
from credit.reporting.events import DecisionsReported
from supervision.kernel.transitions import MoveNotAllowed
from tests.factories.accounts import found_city
from tests.factories.decisions import decision

NOW = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
FOOD = Entry(
    "MARKET-P001",
    "对经营超过保质期的食品的处罚",
    "penalty",
    "罚款",
    "《食品安全法》",
    source="清单",
    valid_from=date(2020, 1, 1),
)
WHO = Who("person:7", NOW)


@pytest.fixture
def city(session):
    return found_city(session)


@pytest.fixture
def food(session, city):
    return items.add(session, FOOD, department_id=city.bureau.id, actor="person:1", now=NOW)


def match(session, *decisions) -> int:
    session.flush()
    found = service.match(session, decision_ids=[one.id for one in decisions], now=NOW)
    for one in decisions:
        session.refresh(one)
    return found


def open_tasks(session) -> list[CatalogueTask]:
    session.expire_all()
    return list(session.scalars(select(CatalogueTask).where(CatalogueTask.state == "open").order_by(CatalogueTask.id)))


def test_a_district_rests_on_the_items_of_its_bureau(session, city, food):
    one = decision(session, city.east, DAY)
    assert match(session, one) == 1
    assert one.catalogue_item_id == food.id
    assert open_tasks(session) == []


def test_the_authority_that_decided_goes_before_the_one_that_reported(session, city, food):
    assert match(session, decision(session, city.tax, DAY, authority="市市场监管局")) == 1
    assert match(session, decision(session, city.tax, DAY, authority="市税务局")) == 0
    assert open_tasks(session)[0].department_id == city.tax.id


def test_one_name_is_one_task_however_many_decisions_carry_it(session, city, food):
    first = [decision(session, city.bureau, DAY, item="无照经营") for _ in range(3)]
    match(session, *first, decision(session, city.bureau, date(2026, 1, 5), item="对无照经营的处罚"))
    (task,) = open_tasks(session)
    assert (task.name, task.cause, task.first_decided_on) == ("无照经营", "unknown", date(2026, 1, 5))
    assert len(tasks.decision_ids(session, task_id=task.id)) == 4
    match(session, *first)
    assert len(open_tasks(session)) == 1


def test_a_decision_that_was_corrected_leaves_its_task_which_closes_when_none_is_left(session, city, food):
    one = decision(session, city.bureau, DAY, item="卖过期货")
    match(session, one)
    one.item = FOOD.name
    assert match(session, one) == 1
    assert open_tasks(session) == []
    assert session.scalars(select(CatalogueTask)).one().outcome == Outcome.WRONG


def test_an_alias_brings_all_of_them_in(session, city, food):
    several = [decision(session, city.bureau, DAY, item="卖过期食品") for _ in range(2)]
    match(session, *several)
    (task,) = open_tasks(session)
    assert closing.close_with_alias(session, task_id=task.id, item_id=food.id, who=WHO) == 2
    session.expire_all()
    assert {one.catalogue_item_id for one in several} == {food.id}
    assert (task.state, task.outcome) == ("closed", "alias")
    assert match(session, decision(session, city.bureau, DAY, item="卖过期食品")) == 1


def test_a_new_item_is_in_use_when_the_first_decision_was_made(session, city):
    one = decision(session, city.bureau, date(2025, 6, 2), item="无照经营")
    match(session, one)
    (task,) = open_tasks(session)
    entry = replace(FOOD, code="MARKET-P009", name="对无证无照经营的处罚", valid_from=None)
    assert closing.close_with_item(session, task_id=task.id, entry=entry, who=WHO) == 1


def test_a_decision_before_the_item_was_in_use_asks_for_an_earlier_start(session, city, food):
    one = decision(session, city.bureau, date(2019, 5, 6))
    match(session, one)
    (task,) = open_tasks(session)
    assert (task.cause, task.item_id) == ("disabled", food.id)
    with pytest.raises(ReasonMissing):
        closing.close_with_earlier_start(session, task_id=task.id, who=WHO, note="")
    assert closing.close_with_earlier_start(session, task_id=task.id, who=WHO, note="机构改革前即行使") == 1


def test_a_task_is_not_closed_by_what_does_not_help(session, city, food):
    match(session, decision(session, city.bureau, DAY, item="无照经营"))
    (task,) = open_tasks(session)
    with pytest.raises(StillOutside):
        closing.close_with_earlier_start(session, task_id=task.id, who=WHO, note="理由")
    licence = items.add(
        session,
        replace(FOOD, code="MARKET-L001", kind="licence", category="普通"),
        department_id=city.bureau.id,
        actor="a",
        now=NOW,
    )
    with pytest.raises(StillOutside):
        closing.close_with_alias(session, task_id=task.id, item_id=licence.id, who=WHO)


def test_who_leaves_the_catalogue_as_it_is_says_why(session, city, food):
    match(session, decision(session, city.bureau, DAY, item="无照经营"))
    (task,) = open_tasks(session)
    with pytest.raises(ReasonMissing):
        closing.close_without(session, task_id=task.id, outcome=Outcome.ELSEWHERE, note=" ", who=WHO)
    closing.close_without(session, task_id=task.id, outcome=Outcome.ELSEWHERE, note="由城管部门行使", who=WHO)
    with pytest.raises(MoveNotAllowed):
        closing.close_without(session, task_id=task.id, outcome=Outcome.ELSEWHERE, note="再来一次", who=WHO)
    match(session, decision(session, city.bureau, DAY, item="无照经营"))
    assert open_tasks(session) == []


def test_what_was_called_a_mistake_and_comes_again_is_opened_again(session, city, food):
    match(session, decision(session, city.bureau, DAY, item="无照经营"))
    (task,) = open_tasks(session)
    closing.close_without(session, task_id=task.id, outcome=Outcome.WRONG, note="报错了", who=WHO)
    match(session, decision(session, city.bureau, DAY, item="无照经营"))
    assert [one.id for one in open_tasks(session)] == [task.id]


def test_many_decisions_are_a_handful_of_statements(session, city, food):
    many = [decision(session, city.bureau, DAY, item=f"第{number}种行为") for number in range(40)]
    said: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: said.append(given[2]))
    matched(session, DecisionsReported(tuple(one.id for one in many)), NOW)
    assert len(said) <= 12
    assert len(open_tasks(session)) == 40
