"""A tax office that numbered its penalties of spring one after another, and reported all but one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision.accounts.models import Department
from supervision.kernel.db import transaction
from tests.factories.accounts import City, found_city
from tests.factories.decisions import decision
from tests.factories.districts import colleague, csrf

NOW = datetime(2026, 7, 1, 3, tzinfo=UTC)
HIDDEN, LAST = 17, 40


def numbered(session, office: Department, number: int, **more: object):
    """Report the penalty of the spring that has a number."""
    said = {"doc_no": f"云税罚〔2026〕{number:04d}号", "doc_key": f"云税罚〔2026〕{number:04d}号", **more}
    return decision(session, office, date(2026, 3, 2) + timedelta(days=number), **said)


@dataclass
class Town:
    """The departments, and a browser for somebody in a role."""

    app: Flask
    city: City

    def at(self, role: str, department: str = "tax") -> FlaskClient:
        client = colleague(self.app, getattr(self.city, department), role)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
        return client


@pytest.fixture
def town(app: Flask) -> Town:
    with transaction() as session:
        city = found_city(session)
        for number in range(1, LAST + 1):
            if number != HIDDEN:
                numbered(session, city.tax, number)
    return Town(app, city)
