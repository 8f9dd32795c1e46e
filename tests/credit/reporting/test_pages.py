"""A department sees its decisions, why one is held, and lets it go after a second look."""

import re

import pytest
from sqlalchemy import update

from credit.catalogue.matching.service import match
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.reported import LICENCE, PENALTY, RESIDENT, of_person
from tests.factories.rows import ask, uscc

KIND = "sgs-2021-penalty-legal"
DOUBTFUL = {**PENALTY, "doc_no": "云市监罚〔2026〕第2号", "facts": "当事人电话13800138000，销售过期食品"}


@pytest.fixture
def offices(door, app):
    """Two offices; what is loaded belongs to the east one."""
    with transaction() as session:
        city = found_city(session, now=now())
        for login, office, role in (
            ("east-review", city.east, "reviewer"),
            ("east-entry", city.east, "reporter"),
            ("west-review", city.west, "reviewer"),
        ):
            grant(session, person(session, login, office, now=now(), demo=True), role, office, now=now())
        east: Department = city.east
        number = east.id
    door.load(KIND, PENALTY, DOUBTFUL, department=number)
    door.load(
        "sgs-2021-penalty-person",
        {**of_person(PENALTY), "doc_no": "云市监罚〔2026〕第3号", "subject_name": "沈晓岚"},
        department=number,
        batch=2,
    )
    return number


def entered(client, login):
    browser = Browser(client)
    browser.sign_in(login)
    return browser


def number_of(doc_no):
    return ask("SELECT id FROM credit.decision WHERE doc_no = :doc_no", doc_no=doc_no)[0][0]


def test_a_department_sees_its_decisions_and_another_none(client, offices):
    entered(client, "east-review")
    page = client.get("/credit/decisions").text
    assert PENALTY["doc_no"] in page
    assert DOUBTFUL["doc_no"] in page
    client.delete_cookie("session")
    entered(client, "west-review")
    assert PENALTY["doc_no"] not in client.get("/credit/decisions").text
    assert client.get(f"/credit/decisions/{number_of(PENALTY['doc_no'])}").status_code == 404


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"state": "held"}, {DOUBTFUL["doc_no"]}),
        ({"kind": "licence"}, set()),
        ({"q": "云市监罚[2026]第1号"}, {PENALTY["doc_no"]}),
        ({"q": uscc(1)}, {PENALTY["doc_no"], DOUBTFUL["doc_no"]}),
        ({"q": "沈晓岚"}, set()),
        ({"state": "late"}, set()),
        ({"state": "'", "kind": "x", "after": "1e9"}, {PENALTY["doc_no"], DOUBTFUL["doc_no"], "云市监罚〔2026〕第3号"}),
    ],
)
def test_the_list_is_narrowed(client, offices, query, seen):
    entered(client, "east-review")
    page = client.get("/credit/decisions", query_string=query).text
    assert set(re.findall("云市监罚〔2026〕第[0-9]号", page)) == seen


def test_a_persons_name_is_covered_and_the_number_is_nowhere(client, offices):
    entered(client, "east-entry")
    for page in (
        client.get("/credit/decisions").text,
        client.get(f"/credit/decisions/{number_of('云市监罚〔2026〕第3号')}").text,
    ):
        assert "沈某某" in page
        assert "沈晓岚" not in page
        assert RESIDENT not in page


def test_the_page_says_which_rule_holds_a_decision_and_since_when(client, offices):
    entered(client, "east-entry")
    page = client.get(f"/credit/decisions/{number_of(DOUBTFUL['doc_no'])}").text
    assert "疑似手机号码" in page
    assert "V20" in page
    assert "2021-11-01" in page
    assert "放行" not in page


def test_a_reviewer_lets_it_go_with_a_reason(client, offices):
    browser = entered(client, "east-review")
    number = number_of(DOUBTFUL["doc_no"])
    refused = browser.post(f"/credit/decisions/{number}/release", {"version": 1, "reason": ""})
    assert refused.status_code == 422
    assert ask("SELECT held FROM credit.decision WHERE id = :id", id=number) == [(True,)]
    browser.post(f"/credit/decisions/{number}/release", {"version": 1, "reason": "号码为单位总机，已核对"})
    assert ask("SELECT held, holds FROM credit.decision WHERE id = :id", id=number) == [(False, [])]
    assert ask(
        "SELECT count(*) FROM kernel.outbox_event WHERE name = 'credit.reporting.reported' AND payload::text = :told",
        told=f'{{"decision_ids": [{number}]}}',
    ) == [(1,)]


def test_who_looked_at_an_older_version_releases_nothing(client, offices):
    browser = entered(client, "east-review")
    number = number_of(DOUBTFUL["doc_no"])
    answer = browser.post(f"/credit/decisions/{number}/release", {"version": 7, "reason": "已核对"})
    assert answer.status_code == 422
    assert "新的版本" in answer.text
    assert ask("SELECT held FROM credit.decision WHERE id = :id", id=number) == [(True,)]


def test_a_reporter_may_not_release(client, offices):
    browser = entered(client, "east-entry")
    assert (
        browser.post(f"/credit/decisions/{number_of(DOUBTFUL['doc_no'])}/release", {"version": 1, "reason": "甲"}).status_code
        == 403
    )


def test_an_item_outside_the_catalogue_is_said(client, offices):
    number = number_of(PENALTY["doc_no"])
    with transaction() as session:
        match(session, decision_ids=[number], now=now())
    entered(client, "east-review")
    page = client.get(f"/credit/decisions/{number}").text
    assert "事项不在目录" in page
    assert "V22" in page


def test_a_licence_shows_what_it_permits_and_what_stood_before(client, offices, door):
    door.load("sgs-2021-licence-legal", LICENCE, department=offices, batch=3)
    door.load("sgs-2021-licence-legal", {**LICENCE, "valid_to": None, "content": "准予延续"}, department=offices, batch=4)
    with transaction() as session:
        session.execute(update(Decision).where(Decision.kind == "licence").values(valid_to=None))
    entered(client, "east-review")
    page = client.get(f"/credit/decisions/{number_of(LICENCE['doc_no'])}").text
    assert "准予延续" in page
    assert "更正后重新报送" in page
