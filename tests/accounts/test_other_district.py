"""The same office in another district opens none of the eastern district's work, and no personal field.

What is another's answers like what never was; what is city-wide (the archive) is shown without what names a person.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision.accounts.purposes.rules import Purpose
from supervision.kernel import crypto
from supervision.kernel.settings import Settings
from tests.factories.districts import (
    COMPLAINANT,
    FIRM,
    HOME,
    NOTE,
    OPERATOR,
    PERSONAL,
    PHONE,
    RESIDENT,
    SECRET_NAME,
    TRADER,
    Standing,
    Work,
    colleague,
    csrf,
    key_for,
)

OFFICE = ("reporter", "reviewer", "department_admin", "inspector", "repair_handler")
NEVER = 987_654_321
WORK_ITEMS = (
    "/intake/batches/{batch}",
    "/intake/batches/{batch}?view=rows",
    "/intake/batches/{batch}/mapping",
    "/intake/batches/{batch}/progress",
    "/intake/batches/{batch}/rows/1",
    "/intake/batches/{batch}/errors.xlsx",
    "/jobs/{job}",
    "/review/{candidate}",
    "/api/v1/intake/batches/{batch}",
    "/api/v1/intake/batches/{batch}/causes",
    "/api/v1/intake/batches/{batch}/errors.xlsx",
    "/api/v1/jobs/{job}",
)
DEEDS = (
    "/intake/batches/{batch}/mapping",
    "/intake/batches/{batch}/discard",
    "/intake/batches/{batch}/run",
    "/api/v1/intake/batches/{batch}/run",
    "/jobs/{job}/cancel",
    "/jobs/{job}/retry",
    "/review/{candidate}",
)
LISTS = ("/", "/intake/upload", "/intake/batches", "/jobs", "/review", "/following", "/api/v1/intake/batches")
FACTS = (
    "/archive/{trader}",
    "/archive/{trader}?tab=registration",
    "/archive/{trader}?tab=penalty",
    "/archive/{trader}?tab=relations",
    "/archive/{trader}?tab=timeline",
    "/archive/{trader}?tab=sources",
    "/archive/{trader}?tab=other",
    "/archive/{trader}/print",
    "/archive/{trader}/raw/{batch}/2",
    "/archive/{firm}/print",
    "/archive/{firm}?tab=other",
    "/archive/{firm}/raw/{complaint}/1",
    "/search?q=试例",
    "/search?q={trader_code}",
    "/api/v1/archive/{trader_code}",
    "/api/v1/archive/{trader}",
    "/api/v1/archive/{firm}",
    "/api/v1/search?q=试例",
)
PREMISES = HOME  # where an individual business trades is registered and public, though its owner may live there


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    return Settings(var=tmp_path / "var", secret_key="a key for tests only")


@pytest.fixture(scope="module")
def template(standing: Standing) -> str:
    return standing.template


@pytest.fixture
def work(app: Flask, standing: Standing, settings: Settings) -> Iterator[Work]:
    yield standing.brought_to(settings.var)
    crypto.join(None)


def address(template: str, work: Work, *, never: bool = False) -> str:
    values = {"batch": work.batch_id, "job": work.job_id, "candidate": work.candidate_id}
    if never:
        values = dict.fromkeys(values, NEVER)
    others = {"complaint": work.complaint_batch_id, "firm": work.firm_id, "trader": work.trader_id, "trader_code": TRADER}
    return template.format(**values, **others)


@pytest.fixture
def west(app: Flask, work: Work) -> FlaskClient:
    return colleague(app, work.city.west, *OFFICE)


@pytest.fixture
def east(app: Flask, work: Work) -> FlaskClient:
    return colleague(app, work.city.east, *OFFICE)


def test_a_colleague_opens_what_the_neighbour_may_not(work, east):
    refused = {path: answer.status_code for path in WORK_ITEMS if (answer := east.get(address(path, work))).status_code >= 400}
    assert refused == {}


def test_the_work_of_another_district_looks_as_if_it_never_was(work, west):
    for path in WORK_ITEMS:
        theirs, none = west.get(address(path, work)), west.get(address(path, work, never=True))
        assert (theirs.status_code, none.status_code) == (404, 404), path
        assert SECRET_NAME not in theirs.text


def test_nothing_can_be_done_to_the_work_of_another_district(work, west):
    token = csrf(west)
    form = {"csrf_token": token, "verdict": "create", "kind": "penalty"}
    for path in DEEDS:
        theirs = west.post(address(path, work), data=form, headers={"X-CSRFToken": token})
        assert theirs.status_code == 404, path


def test_lists_and_counts_show_one_s_own_district_alone(work, west, east):
    for path in LISTS:
        assert work.number not in west.get(path).text, path
        assert SECRET_NAME not in west.get(path).text, path
    assert work.number in east.get("/intake/batches").text
    assert SECRET_NAME in east.get("/review").text
    assert "东区一路" not in west.get("/following").text
    assert "云汀试例食品有限公司" not in west.get("/following").text


def test_a_system_of_another_district_opens_as_little(app, work):
    key = key_for(work.city.west, "intake.read", "intake.upload", "jobs.read", "archive.read", "search.read")
    client, headers = app.test_client(), {"Authorization": f"Bearer {key}"}
    for path in (*WORK_ITEMS[:6], *WORK_ITEMS[8:]):
        assert client.get(address(path, work), headers=headers).status_code == 404, path
    assert client.post(address(DEEDS[3], work), headers=headers).status_code == 404


def test_what_a_report_says_is_read_by_the_source_and_the_reporter_alone(work, west, east):
    for path in ("/archive/{firm}?tab=sources", "/archive/{firm}/print", "/api/v1/archive/{firm}"):
        assert NOTE not in west.get(address(path, work)).text, path
        assert NOTE in east.get(address(path, work)).text, path
    report = west.get(address("/api/v1/archive/{firm}", work)).json["reports"][0]
    assert (report["note"], report["reported_by"], report["field"]) == (None, None, "amount")


def test_who_reads_an_archive_is_known_to_their_own_district(work, west, east):
    east.get(address("/archive/{firm}", work))
    page = west.get(address("/archive/{firm}?tab=readings", work)).text
    assert "东区市场监管局" not in page
    assert "东区市场监管局" in east.get(address("/archive/{firm}?tab=readings", work)).text


@pytest.mark.parametrize("path", FACTS)
def test_facts_are_shown_without_what_names_a_person(work, west, path):
    answer = west.get(address(path, work))
    assert answer.status_code == 200
    assert [value for value in PERSONAL if value != PREMISES and value in answer.text] == []


def test_personal_fields_open_to_the_district_that_is_in_charge_and_to_no_other(work, west, east):
    form = {"purpose": next(iter(Purpose)).value, "case_no": "东市监立〔2026〕9号"}
    refused = west.post(f"/archive/{work.trader_id}/personal", data={**form, "csrf_token": csrf(west)})
    assert refused.status_code in {403, 422}
    assert "不在您的辖区" in refused.text
    assert OPERATOR not in west.get(f"/archive/{work.trader_id}").text
    opened = east.post(f"/archive/{work.trader_id}/personal", data={**form, "csrf_token": csrf(east)})
    assert opened.status_code == 303
    assert OPERATOR in east.get(f"/archive/{work.trader_id}?tab=registration").text


def test_one_s_own_raw_rows_do_not_show_what_is_personal_either(work, east):
    row = east.get(f"/intake/batches/{work.batch_id}/rows/2").text
    assert RESIDENT not in row
    assert COMPLAINANT not in east.get(f"/intake/batches/{work.complaint_batch_id}/rows/1").text


def test_a_firm_is_not_found_by_numbers_of_persons(work, west):
    for path in ("/search", "/api/v1/search"):
        for number in (RESIDENT, PHONE):
            answer = west.get(path, query_string={"q": number})
            assert FIRM not in answer.text
            assert TRADER not in answer.text
