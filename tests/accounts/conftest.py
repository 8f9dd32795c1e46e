"""A small city for the tests of accounts, and passwords that hash quickly."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supervision.accounts.authenticate.service import forget_keys
from supervision.accounts.models import User
from supervision.accounts.people import service
from supervision.accounts.sessions import service as sessions
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import QUICK, Browser, City, found_city, grant, person


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "HASHER", QUICK)
    monkeypatch.setattr(sessions, "NOBODY", QUICK.hash("nobody"))


@pytest.fixture
def city(session: Session) -> City:
    return found_city(session)


@pytest.fixture
def committed_city(database: str) -> City:
    """The city as the real application sees it, founded now, since the application reads the clock."""
    forget_keys()
    with transaction() as session:
        return found_city(session, now=now())


@pytest.fixture
def member(committed_city: City) -> Callable[..., User]:
    """Make a person with roles in a department of the committed city; demo, so that no second factor is asked."""

    def make(login: str, *roles: str, department=None, demo: bool = True) -> User:
        home = department or committed_city.bureau
        with transaction() as session:
            user = person(session, login, home, now=now(), demo=demo)
            for role in roles:
                grant(session, user, role, home, now=now())
        return user

    return make


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    return lambda: Browser(app.test_client())
