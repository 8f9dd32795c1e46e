"""The page tells every edition, field and rule, with the day from which it holds and how sure that is."""

import pytest

from credit.standards.schemas import standards
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import Browser, found_city, grant, person


@pytest.fixture
def reporter(database, client):
    with transaction() as session:
        city = found_city(session, now=now())
        grant(session, person(session, "east-entry", city.east, now=now(), demo=True), "reporter", city.east, now=now())
    browser = Browser(client)
    browser.sign_in("east-entry")
    return client


def test_a_reporter_sees_the_newest_edition_and_all_rules(reporter):
    page = reporter.get("/credit/standards").text
    assert "双公示数据标准（2021 年修订）" in page
    assert all(f'id="V{number:02}"' in page for number in range(1, 26))
    assert "CF_NR_FK" not in page
    assert "2018-09-05" in page


@pytest.mark.parametrize("table", [(standard.name, table.code) for standard in standards() for table in standard.tables])
def test_every_table_shows_its_fields(reporter, table):
    edition, code = table
    chosen = next(item for standard in standards() if standard.name == edition for item in standard.tables if item.code == code)
    page = reporter.get("/credit/standards", query_string={"edition": edition, "table": code}).text
    assert all(column.code in page and column.label in page for column in chosen.columns)


def test_an_unknown_edition_is_the_newest_one(reporter):
    answer = reporter.get("/credit/standards?edition=SGS-1999&table=<b>")
    assert answer.status_code == 200
    assert "SGS-2021" in answer.text


def test_nobody_reads_it_without_signing_in(client):
    assert client.get("/credit/standards").status_code in {302, 401}
