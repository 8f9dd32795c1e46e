"""The archive's doors: what a person and a program see, and what is refused in words."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from supervision.archive.subjects.merging.service import merge
from supervision.archive.subjects.module import MODULE
from supervision.archive.subjects.reporting.models import FactReport
from supervision.archive.subjects.service import find_conflicts
from supervision.kernel.access import AccessPolicy, Principal, Scope
from supervision.kernel.db import reading, transaction
from tests.factories import archive as factory
from tests.factories.application import application

MAY = frozenset({permission.name for permission in MODULE.permissions} | {"archive.link"})
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def may():
    return set(MAY)


@pytest.fixture
def browser(database, settings, may):
    def somebody(_request):
        return Principal("person", 1, "许某", 2, "登记机关", "检查人员", frozenset(may), (Scope(),))

    app: Flask = application(settings, AccessPolicy(authenticate=somebody))
    app.config.update(TESTING=True)
    return app.test_client()


@pytest.fixture
def firm(database):
    with transaction() as session:
        made = factory.firm(session, telephone="13800001234", scope="速冻食品制造", industry="C1432")
        factory.penalty(made, date(2021, 5, 14), matched="name", amount=2.5)
        made.registration(department_id=factory.department(session), legal_rep="许某")
        find_conflicts(session, subject_ids=[made.id], now=NOW)
        other = factory.firm(session, "云汀禾木控股有限公司", kind="individual", legal_rep="欧阳某三")
        made.relation(from_id=other.id, share=0.51)
        return made.id, other.id


def post(browser, path, data):
    """Send a form as the page would, with the token that the page carries."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/").text)[1]
    return browser.post(path, data={**data, "csrf_token": token})


TABS = [
    "overview",
    "registration",
    "licence",
    "penalty",
    "inspection",
    "lists",
    "other",
    "relations",
    "timeline",
    "sources",
    "readings",
]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_a_page(browser, firm, tab):
    answer = browser.get(f"/archive/{firm[0]}?tab={tab}")
    assert answer.status_code == 200
    assert "云汀禾木速冻食品有限公司" in answer.text


@pytest.mark.parametrize(
    "path", ["print", "report?registration=1&field=address", "personal", "merge", "merge?other={other}", "conflicts/1"]
)
def test_every_other_page_opens(browser, firm, path):
    assert browser.get(f"/archive/{firm[0]}/{path.format(other=firm[1])}").status_code == 200


def test_a_record_found_by_its_name_says_so(browser, firm):
    assert "按名称匹配，待确认" in browser.get(f"/archive/{firm[0]}?tab=penalty").text


def test_a_past_day_is_shown_as_that_and_changes_nothing(browser, firm):
    text = browser.get(f"/archive/{firm[0]}?valid_on=2020-01-01&tab=sources").text
    assert "data-past" in text
    assert "并入另一份档案" not in text
    assert "查看个人信息" not in text


def test_a_day_that_is_none_is_said_and_today_shown(browser, firm):
    answer = browser.get(f"/archive/{firm[0]}?valid_on=昨天")
    assert answer.status_code == 200
    assert "不是日期" in answer.text


def test_an_unknown_archive_is_a_plain_page(browser, firm):
    answer = browser.get("/archive/987654")
    assert answer.status_code == 404
    assert "987654" in answer.text


def test_the_api_answers_by_code_and_by_number(browser, firm):
    by_number = browser.get(f"/api/v1/archive/{firm[0]}")
    code = by_number.json["identifiers"][0]["value"]
    assert by_number.json["id"] == browser.get(f"/api/v1/archive/{code}").json["id"] == firm[0]
    assert "13800001234" not in by_number.text


@pytest.mark.parametrize("asked", ["91000000000000000X", "987654", "无", "x" * 90, "999999999999"])
def test_the_api_says_404_in_a_problem_document(browser, firm, asked):
    answer = browser.get(f"/api/v1/archive/{asked}")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json["title"].startswith("没有")


@pytest.mark.parametrize("day", ["昨天", "2026-13-01", "2999-01-01"])
def test_the_api_says_422_to_a_day_that_is_none(browser, firm, day):
    answer = browser.get(f"/api/v1/archive/{firm[0]}?valid_on={day}")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_an_unchanged_archive_is_not_sent_again(browser, firm):
    first = browser.get(f"/api/v1/archive/{firm[0]}")
    assert browser.get(f"/api/v1/archive/{firm[0]}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_api_answers_as_of_a_day(browser, firm):
    assert browser.get(f"/api/v1/archive/{firm[0]}?valid_on=2020-01-01").json["records"]["counts"] == {}


def test_who_may_not_read_is_refused(browser, firm, may):
    may.clear()
    assert browser.get(f"/api/v1/archive/{firm[0]}").status_code == 403


def test_readings_are_listed(browser, firm):
    browser.get(f"/api/v1/archive/{firm[0]}")
    assert "未打开个人信息" in browser.get(f"/archive/{firm[0]}?tab=readings").text


def test_a_wrong_fact_is_reported_to_its_source(browser, firm):
    with reading() as session:
        number = json.loads(browser.get(f"/api/v1/archive/{firm[0]}").text)["fields"]["address"]
    data = {"registration": number, "field": "address", "note": "门牌应为 88 号"}
    assert post(browser, f"/archive/{firm[0]}/report", data=data).status_code == 303
    with reading() as session:
        report = session.query(FactReport).one()
    assert (report.field, report.department_id, report.note) == ("address", 2, "门牌应为 88 号")


def test_a_report_without_words_comes_back(browser, firm):
    answer = post(browser, f"/archive/{firm[0]}/report", data={"registration": 1, "field": "address"})
    assert answer.status_code == 422
    assert "写明错在哪里" in answer.text


def test_a_conflict_is_settled_once(browser, firm):
    page = f"/archive/{firm[0]}/conflicts/1"
    assert post(browser, page, data={"decision": "以登记机关为准"}).status_code == 303
    assert post(browser, page, data={"decision": "再来一次"}).status_code == 422


def test_merge_and_split_by_page(browser, firm):
    kept, merged = firm
    answer = post(browser, f"/archive/{kept}/merge", data={"other": str(merged), "reason": "换照"})
    assert answer.status_code == 303
    assert browser.get(f"/archive/{merged}").status_code == 302
    assert browser.get("/archive/merges/1/split").status_code == 200
    assert post(browser, "/archive/merges/1/split", data={"reason": "并错了"}).status_code == 303
    assert browser.get(f"/archive/{merged}").status_code == 200


def test_later_rows_must_be_assigned_on_the_page(browser, firm):
    with transaction() as session:
        made = merge(session, kept_id=firm[0], merged_id=firm[1], reason="换照", actor="person:1", now=NOW)
        factory.SubjectFactory(session, firm[0]).record("inspection", known_from=NOW + timedelta(days=1), item="抽查")
    answer = post(browser, f"/archive/merges/{made.id}/split", data={"reason": "并错了"})
    assert answer.status_code == 422
    assert "没有指明归属" in answer.text
