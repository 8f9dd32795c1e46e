"""The pool for departments' systems, and what its pages say."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision.kernel.access import AccessPolicy, Principal, Scope
from supervision.kernel.settings import Settings
from tests.factories.application import application
from tests.factories.routing import PLAIN, Town, arrive, entry, found_town, notices


@pytest.fixture
def town(database: str) -> Town:
    made = found_town()
    arrive(made, entry(1, scope=PLAIN), entry(2, firm=2, scope=""))
    return made


def enter(town: Town, code: str | None, settings: Settings) -> FlaskClient:
    """Return a client that acts for a department."""
    permissions = frozenset({"notices.read", "notices.claim", "notices.oversee"})
    office = town[code] if code else None
    clerk = Principal("person", 1, f"{code}经办", office, code or "", "", permissions, (Scope(),))
    app: Flask = application(settings, AccessPolicy(authenticate=lambda asked: asked.environ["tests.clerk"]))
    app.config.update(TESTING=True, WTF_CSRF_METHODS=set(), WTF_CSRF_ENABLED=False)
    client = app.test_client()
    client.environ_base["tests.clerk"] = clerk
    return client


def test_the_pool_is_listed_and_claimed_by_api(town: Town, settings: Settings):
    client = enter(town, "transport", settings)
    listed = client.get("/api/v1/notice-pool?size=1").get_json()
    assert (listed["total"], listed["items"][0]["pool_reason"], listed["next"]) == (2, "scope_empty", notices()[1].id)
    rest = client.get(f"/api/v1/notice-pool?after={listed['next']}").get_json()
    assert [item["scope"] for item in rest["items"]] == [PLAIN]
    body = {"reason": "行业管理", "request_key": str(uuid4())}
    address = f"/api/v1/notice-pool/{notices()[0].id}/claims"
    first, again = (client.post(address, json=body).get_json() for _ in range(2))
    assert (first["outcome"], first["id"]) == ("won", again["id"])
    other = enter(town, "police", settings)
    assert other.post(address, json={}).get_json()["outcome"] == "lost"
    assert other.post(f"/api/v1/notice-pool/{notices()[0].id}/joint").get_json()["outcome"] == "joined"


@pytest.mark.parametrize("words", ["%00", "\ufffd%00x", "%ED%A0%80"])
def test_no_words_break_the_search(town: Town, settings: Settings, words: str):
    client = enter(town, "transport", settings)
    assert client.get(f"/api/v1/notice-pool?q={words}").status_code == 200
    assert client.get(f"/notices/pool?q={words}").status_code == 200


def test_a_reason_that_no_database_keeps_is_kept_as_far_as_it_can_be(town: Town, settings: Settings):
    client = enter(town, "transport", settings)
    sent = rb'{"reason": "\u0000\ud800"}'
    answer = client.post(f"/api/v1/notice-pool/{notices()[0].id}/claims", data=sent, content_type="application/json")
    assert (answer.status_code, answer.get_json()["outcome"]) == (200, "won")


def test_who_belongs_to_no_department_cannot_claim(town: Town, settings: Settings):
    answer = enter(town, None, settings).post(f"/api/v1/notice-pool/{notices()[0].id}/claims", json={})
    assert answer.status_code == 403


def test_the_page_of_the_pool_shows_why_each_firm_is_there(town: Town, settings: Settings):
    page = enter(town, "transport", settings).get("/notices/pool").text
    assert "共 2 件待认领" in page
    assert "经营范围未涉及后置审批事项" in page
    assert f"经营范围：{PLAIN}" in page


def test_claims_and_their_rules_are_shown_to_both(town: Town, settings: Settings):
    first, second = enter(town, "transport", settings), enter(town, "police", settings)
    number = notices()[0].id
    assert first.post(f"/notices/pool/{number}/claim").status_code == 303
    assert second.post(f"/notices/pool/{number}/claim").headers["Location"] == "/notices/pool/claims"
    assert "认领在先" in second.get("/notices/pool/claims").text
    assert second.post(f"/notices/pool/{number}/join").status_code == 303
    assert "共同承办" in second.get("/notices/pool/claims").text
    assert "认领成功" in first.get("/notices/pool/claims").text


def test_the_reports_of_sweeps_are_shown_and_one_can_be_asked_for(town: Town, settings: Settings):
    client = enter(town, "transport", settings)
    assert "还没有核查报告" in client.get("/notices/sweeps").text
    assert client.post("/notices/sweeps").status_code == 303
    assert client.get("/notices/sweeps/7").status_code == 404
