from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from supervision.accounts.authenticate.refusals import service
from supervision.accounts.authenticate.refusals.service import MOST, PERIOD, due
from supervision.accounts.sessions.throttle.service import FAILURES
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.db import reading
from tests.factories.accounts import PASSWORD

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def fresh_count():
    service.forget()
    yield
    service.forget()


def entries(action: str) -> list[AuditEntry]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_the_first_is_written_at_once_and_the_next_ones_are_counted():
    assert due("key-refused", address="10.0.0.1", now=NOON) == 1
    assert [due("key-refused", address="10.0.0.1", now=NOON + SECOND * number) for number in range(1, 100)] == [0] * 99
    assert due("key-refused", address="10.0.0.1", now=NOON + PERIOD) == 100


def test_another_address_and_another_reason_are_written_too():
    assert due("key-refused", address="10.0.0.1", now=NOON) == 1
    assert due("key-refused", address="10.0.0.2", now=NOON) == 1
    assert due("too-many-attempts", address="10.0.0.1", now=NOON) == 1


def test_a_crowd_of_addresses_cannot_flood_the_chain():
    written = sum(due("key-refused", address=f"10.0.{number // 250}.{number % 250}", now=NOON) for number in range(5 * MOST))
    assert written <= MOST + 1


def test_a_refused_key_is_written_once_without_the_key(app, committed_city):
    for number in range(5):
        answer = app.test_client().get("/api/v1/search?q=xx", headers={"Authorization": f"Bearer sk_wrong_{number}"})
        assert answer.status_code == 401
    (entry,) = entries("accounts.access.key-refused")
    assert entry.address == "127.0.0.1"
    assert "sk_wrong" not in entry.detail


def test_an_address_that_is_cut_off_is_written_once(app, member, browser):
    member("shen", "reporter")
    here = browser()
    attempts = int(FAILURES.split()[0])
    answers = [here.sign_in(f"guess{number}", PASSWORD).status_code for number in range(attempts + 3)]
    assert answers[-3:] == [429, 429, 429]
    (entry,) = entries("accounts.access.too-many-attempts")
    assert entry.address == "127.0.0.1"
