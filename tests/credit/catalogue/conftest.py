"""A city with a bureau, its catalogue of one item, and people who keep and review it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from credit.catalogue import service
from credit.catalogue.schemas import Entry
from supervision.kernel.db import transaction
from tests.factories.accounts import City, found_city
from tests.factories.districts import colleague, csrf

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FOOD = Entry(
    "MARKET-P001",
    "对经营超过保质期的食品的处罚",
    "penalty",
    "罚款；没收违法所得",
    "《食品安全法》第一百二十四条",
    ("经营过期食品",),
    source="权责清单",
    valid_from=date(2020, 1, 1),
)


@dataclass
class Town:
    """The departments, and a browser for somebody in a role."""

    app: Flask
    city: City
    item_id: int

    def at(self, role: str, department: str = "bureau") -> FlaskClient:
        client = colleague(self.app, getattr(self.city, department), role)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
        return client


@pytest.fixture
def town(app: Flask) -> Town:
    with transaction() as session:
        city = found_city(session)
        item = service.add(session, FOOD, department_id=city.bureau.id, actor="person:0", now=NOW)
        return Town(app, city, item.id)
