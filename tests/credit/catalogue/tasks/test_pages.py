"""A task from the list to its end, by the keeper of the catalogue and nobody else."""

from datetime import date

import pytest
from sqlalchemy import select

from credit.catalogue.matching import service as matching
from credit.catalogue.models import CatalogueTask
from supervision.kernel.db import reading, transaction
from tests.credit.catalogue.conftest import NOW, Town, town
from tests.credit.catalogue.test_pages import FORM
from tests.factories.decisions import decision

__all__ = ["town"]


@pytest.fixture
def task_id(town: Town) -> int:
    with transaction() as session:
        one = decision(session, town.city.bureau, date(2026, 2, 2), item="无照经营", category="罚款")
        matching.match(session, decision_ids=[one.id], now=NOW)
        return session.scalars(select(CatalogueTask.id)).one()


def state(task_id: int) -> tuple[str, str | None]:
    with reading() as session:
        task = session.get_one(CatalogueTask, task_id)
        return task.state, task.outcome


def test_the_keeper_finds_the_task_and_gives_the_name_to_an_item(town: Town, task_id):
    keeper = town.at("department_admin")
    assert "无照经营" in keeper.get("/credit/catalogue/tasks").text
    page = keeper.get(f"/credit/catalogue/tasks/{task_id}").text
    assert "等待归类" in page
    done = keeper.post(f"/credit/catalogue/tasks/{task_id}/alias", data={"item_id": town.item_id}, follow_redirects=True)
    assert "1 件决定归入事项" in done.text
    assert state(task_id) == ("closed", "alias")
    assert "没有待处理的任务" in keeper.get("/credit/catalogue/tasks").text


def test_a_new_item_closes_the_task_that_asked_for_it(town: Town, task_id):
    keeper = town.at("department_admin")
    assert 'value="无照经营"' in keeper.get(f"/credit/catalogue/new?task={task_id}").text
    form = {**FORM, "department_id": town.city.bureau.id, "task": task_id}
    assert keeper.post("/credit/catalogue/new", data=form).status_code == 303
    assert state(task_id) == ("closed", "item")


def test_a_reason_is_asked_for(town: Town, task_id):
    keeper = town.at("department_admin")
    address = f"/credit/catalogue/tasks/{task_id}/without"
    refused = keeper.post(address, data={"outcome": "elsewhere", "reason": ""})
    assert (refused.status_code, "写明理由" in refused.text) == (422, True)
    assert keeper.post(address, data={"outcome": "elsewhere", "reason": "由城管行使"}).status_code == 303
    assert keeper.post(address, data={"outcome": "elsewhere", "reason": "由城管行使"}).status_code == 409


def test_others_see_nothing_of_it(town: Town, task_id):
    other = town.at("department_admin", "tax")
    assert other.get(f"/credit/catalogue/tasks/{task_id}").status_code == 404
    assert other.post(f"/credit/catalogue/tasks/{task_id}/alias", data={"item_id": town.item_id}).status_code == 404
    assert "无照经营" not in other.get("/credit/catalogue/tasks").text
    assert town.at("reporter").post(f"/credit/catalogue/tasks/{task_id}/alias", data={}).status_code == 403


@pytest.mark.parametrize("query", ["state=x", "kind=x", "before=%00", "before=99999999999999999999"])
def test_what_is_unreadable_is_left_out(town: Town, task_id, query):
    assert town.at("department_admin").get(f"/credit/catalogue/tasks?{query}").status_code == 200
