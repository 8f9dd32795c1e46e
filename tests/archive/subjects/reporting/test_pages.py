"""Who sees a report about a fact, who answers it, and where the answer stands afterwards."""

import pytest

from supervision.archive.subjects.reporting.models import FactReport
from supervision.archive.subjects.service import report_fact
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories import archive as factory
from tests.factories.accounts import found_city
from tests.factories.districts import colleague, csrf

NOTE = "门牌应为 88 号"
ANSWER = "已到现场核对，门牌确为 86 号"


@pytest.fixture
def city(database):
    with transaction() as session:
        return found_city(session, now=now())


@pytest.fixture
def asked(city):
    """Report a fact of the eastern bureau; return its firm and the report."""
    with transaction() as session:
        made = factory.firm(session)
        said = made.registration(department_id=city.east.id, telephone="021-55556666", name=None)
        record = made.record("penalty", department_id=city.east.id, item="标签不实")
        about = [
            ("telephone", said.id, None),
            ("record", None, record.id),
        ]
        reports = [
            report_fact(
                session,
                subject_ids=[made.id],
                field=field,
                registration_id=registration,
                record_id=number,
                note=NOTE,
                actor="person:1",
                now=now(),
            ).id
            for field, registration, number in about
        ]
        return made.id, reports


def answer(browser, number, text=ANSWER):
    return browser.post(f"/archive/reports/{number}", data={"csrf_token": csrf(browser), "answer": text})


def test_the_source_sees_how_many_wait_and_what_is_said(app, city, asked):
    browser = colleague(app, city.east, "reviewer")
    page = browser.get("/archive/reports").text
    assert NOTE in page
    assert "2 条待答复" in page
    assert "事实核对" in browser.get("/").text


def test_the_bureau_above_the_source_sees_them_too(app, city, asked):
    assert NOTE in colleague(app, city.bureau, "reviewer").get("/archive/reports").text


@pytest.mark.parametrize("other", ["west", "tax"])
def test_another_department_sees_none_and_answers_none(app, city, asked, other):
    browser = colleague(app, getattr(city, other), "reviewer")
    page = browser.get("/archive/reports").text
    assert NOTE not in page
    assert "0 条待答复" in page
    assert browser.get(f"/archive/reports/{asked[1][0]}").status_code == 404
    assert answer(browser, asked[1][0]).status_code == 404
    with reading() as session:
        assert session.get_one(FactReport, asked[1][0]).answered_at is None


def test_who_may_not_answer_is_refused(app, city, asked):
    assert colleague(app, city.east, "inspector").get("/archive/reports").status_code == 403


def test_the_answer_stands_at_the_field_and_at_the_record(app, city, asked):
    subject_id, numbers = asked
    browser = colleague(app, city.east, "reviewer")
    assert "待来源部门核对" in browser.get(f"/archive/{subject_id}").text
    for number in numbers:
        assert answer(browser, number).status_code == 303
    for tab in ("overview", "penalty", "sources"):
        assert ANSWER in browser.get(f"/archive/{subject_id}?tab={tab}").text
    assert "0 条待答复" in browser.get("/archive/reports").text
    assert ANSWER in browser.get("/archive/reports?show=answered").text


def test_an_answer_is_audited_with_who_gave_it(app, city, asked):
    answer(colleague(app, city.east, "reviewer"), asked[1][0])
    with reading() as session:
        entry = session.query(AuditEntry).filter_by(action="archive.fact.answer").one()
        report = session.get_one(FactReport, asked[1][0])
    assert entry.actor == report.answered_by
    assert entry.details["note"] == ANSWER


def test_an_answer_is_given_once_and_with_words(app, city, asked):
    browser = colleague(app, city.east, "reviewer")
    assert answer(browser, asked[1][0], " ").status_code == 422
    answer(browser, asked[1][0])
    again = answer(browser, asked[1][0], "再答一次")
    assert again.status_code == 422
    assert "已由" in again.text
