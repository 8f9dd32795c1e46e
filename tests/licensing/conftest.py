"""Who keeps the catalogue, and who only reads it, in a browser."""

from collections.abc import Callable

import pytest
from flask import Flask

from supervision.accounts.authenticate.service import forget_keys
from supervision.accounts.people import service
from supervision.accounts.sessions import service as sessions
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import QUICK, Browser, City, found_city, grant, person


@pytest.fixture
def committed_city(database: str, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(service, "HASHER", QUICK)
    monkeypatch.setattr(sessions, "NOBODY", QUICK.hash("nobody"))
    forget_keys()
    with transaction() as session:
        return found_city(session, now=now())


@pytest.fixture
def signed_in(app: Flask, committed_city: City) -> Callable[[str], Browser]:
    """Sign somebody in who has one role."""

    def enter(role: str) -> Browser:
        with transaction() as session:
            user = person(session, role.replace("_", "-"), committed_city.bureau, now=now(), demo=True)
            grant(session, user, role, committed_city.bureau, now=now())
        here = Browser(app.test_client())
        here.sign_in(role.replace("_", "-"))
        return here

    return enter


@pytest.fixture
def keeper(signed_in: Callable[[str], Browser]) -> Browser:
    return signed_in("city_operator")


@pytest.fixture
def reader(signed_in: Callable[[str], Browser]) -> Browser:
    return signed_in("reporter")
