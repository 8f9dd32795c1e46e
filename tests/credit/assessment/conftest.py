"""A city whose tax office reported in March 2026, two of five decisions late."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision.kernel.db import transaction
from tests.factories.accounts import City, found_city
from tests.factories.decisions import decision
from tests.factories.districts import colleague, csrf

DAYS = (2, 3, 4, 5, 6, 9, 10)
LATE = 2


@dataclass
class Town:
    """The departments, and a browser for somebody in a role."""

    app: Flask
    city: City
    late: list[int]

    def at(self, role: str, department: str = "tax") -> FlaskClient:
        client = colleague(self.app, getattr(self.city, department), role)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
        return client


@pytest.fixture
def town(app: Flask) -> Town:
    with transaction() as session:
        city = found_city(session)
        made = [
            decision(session, city.tax, date(2026, 3, day), wait=22 if place < LATE else 1) for place, day in enumerate(DAYS)
        ]
        decision(session, city.east, date(2026, 3, 3))
        return Town(app, city, [one.id for one in made[:LATE]])
