"""A portal with records that are shown, and one of every kind that is not."""

import pytest

from credit.publicity import service
from credit.publicity.portal import queries
from credit.publicity.service import Given
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import found_city
from tests.factories.published import REVIEWER, decision, record_of


@pytest.fixture
def bureau(app):
    queries.forget()
    with transaction() as session:
        return found_city(session).bureau


@pytest.fixture
def show(bureau):
    """Publish a decision and return its record."""

    def publish(reason: str = "", **values):
        with transaction() as session:
            made = decision(session, department_id=values.pop("department_id", bureau.id), **values)
            service.project(session, decision_ids=[made.id], now=now())
            record = record_of(session, made)
            service.publish(session, record, Given(REVIEWER, now()), reason=reason)
        queries.forget()
        return record

    return publish
