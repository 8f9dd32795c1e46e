"""A department checks a clue through its pages."""

import re

import pytest
from flask.testing import FlaskClient

from supervision.duties.clues.models import Clue
from supervision.duties.clues.service import hand_over
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.archive import firm


@pytest.fixture
def clue_id(database, keys_of_the_test) -> int:
    with transaction() as session:
        city = found_city(session, now=now())
        for login, office, role in (("east-head", city.east, "department_admin"), ("west-head", city.west, "department_admin")):
            grant(session, person(session, login, office, now=now(), demo=True), role, office, now=now())
        return hand_over(
            session,
            source_kind="notice",
            source_id=1,
            subject_id=firm(session).id,
            content="无证从事食品生产",
            department_id=city.east.id,
            actor="person:1",
            now=now(),
        )


def entered(client: FlaskClient, login: str) -> Browser:
    browser = Browser(client)
    browser.sign_in(login)
    return browser


def clue(clue_id: int) -> Clue:
    with reading() as session:
        return session.get_one(Clue, clue_id)


def test_a_clue_is_assigned_and_settled(client, clue_id):
    browser = entered(client, "east-head")
    listed = client.get("/clues").text
    assert "云汀禾木速冻食品有限公司" in listed
    assert "还有 15 个工作日" in listed
    page = client.get(f"/clues/{clue_id}").text
    handler = re.search(r'<option value="(\d+)"', page)[1]
    assert browser.post(f"/clues/{clue_id}/assign", {"handler_id": handler}).status_code == 303
    answer = browser.post(f"/clues/{clue_id}/settle", {"outcome": "case_filed", "text": "已立案"})
    assert answer.status_code == 303
    assert "立案调查" in client.get(f"/clues/{clue_id}").text
    assert clue(clue_id).state == "settled"


def test_a_settlement_without_words_is_sent_back_with_what_was_typed(client, clue_id):
    browser = entered(client, "east-head")
    answer = browser.post(f"/clues/{clue_id}/settle", {"outcome": "unfounded", "text": ""})
    assert answer.status_code == 422
    assert "写明核查了什么" in answer.text
    assert 'value="unfounded" checked' in answer.text


def test_an_old_page_is_refused(client, clue_id):
    browser = entered(client, "east-head")
    old = {"revision": "1", "reason": "经批准"}
    assert browser.post(f"/clues/{clue_id}/extend", old).status_code == 303
    assert browser.post(f"/clues/{clue_id}/extend", old).status_code == 409


def test_another_office_finds_nothing(client, clue_id):
    entered(client, "west-head")
    assert "无证从事" not in client.get("/clues").text
    assert client.get(f"/clues/{clue_id}").status_code == 404
