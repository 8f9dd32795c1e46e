"""The calendar as a reporter reads it, and a zero report with one click."""

from datetime import date

import pytest

from credit.assessment.rules import months_on
from credit.catalogue import service as items
from credit.catalogue.matching.service import match
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.credit.assessment.planning.test_service import ENTRY
from tests.factories.accounts import found_city
from tests.factories.decisions import at, decision
from tests.factories.districts import colleague, csrf


@pytest.fixture
def last_month() -> date:
    return months_on(today().replace(day=1), -1)


@pytest.fixture
def city(app, last_month):
    with transaction() as session:
        city = found_city(session)
        items.add(session, ENTRY, department_id=city.tax.id, actor="person:0", now=at(date(2020, 1, 2)))
        one = decision(session, city.tax, months_on(last_month, -2), item=ENTRY.name)
        match(session, decision_ids=[one.id], now=now())
        return city


def browser(app, department, role):
    client = colleague(app, department, role)
    client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
    return client


def test_a_reporter_declares_a_month_empty_with_one_click(app, city, last_month):
    reporter = browser(app, city.tax, "reporter")
    before = reporter.get("/credit/calendar").text
    assert "作零报告" in before
    form = {"kind": "penalty", "month": f"{last_month:%Y-%m}"}
    done = reporter.post("/credit/calendar/zero", data=form, follow_redirects=True)
    assert (done.status_code, "已作零报告" in done.text) == (200, True)
    again = reporter.post("/credit/calendar/zero", data=form)
    assert (again.status_code, "已作过零报告" in again.text) == (422, True)


def test_who_does_not_report_declares_nothing(app, city, last_month):
    form = {"kind": "penalty", "month": f"{last_month:%Y-%m}"}
    assert browser(app, city.tax, "reviewer").post("/credit/calendar/zero", data=form).status_code == 403
    assert '<form method="post"' not in browser(app, city.tax, "reviewer").get("/credit/calendar").text.partition("各月")[2]


@pytest.mark.parametrize("form", [{}, {"kind": "x", "month": "2026-01"}, {"kind": "penalty", "month": "去年"}])
def test_what_is_no_month_is_not_found(app, city, form):
    assert browser(app, city.tax, "reporter").post("/credit/calendar/zero", data=form).status_code == 404


def test_a_month_by_days_names_what_is_missing(app, city, last_month):
    page = browser(app, city.tax, "reporter").get(f"/credit/calendar/days?month={last_month:%Y-%m}").text
    assert ENTRY.name in page


def test_another_departments_calendar_is_the_own_one(app, city):
    page = browser(app, city.east, "reporter").get(f"/credit/calendar?department={city.tax.id}").text
    assert "东区市场监管局，近 12 个月" in page


@pytest.mark.parametrize("query", ["month=去年", "month=9999-99", "department=%00", "department=99999999999"])
def test_what_is_unreadable_is_left_out(app, city, query):
    reporter = browser(app, city.tax, "reporter")
    assert reporter.get(f"/credit/calendar?{query}").status_code == 200
    assert reporter.get(f"/credit/calendar/days?{query}").status_code == 200
