"""A market bureau whose penalty a firm wants repaired, holders of effects, and the people on both sides of the window."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from credit.publicity.models import Publication
from supervision.kernel.db import transaction
from supervision.kernel.module import Module, Platform, join, joined
from tests.factories.accounts import Browser, City, found_city
from tests.factories.districts import colleague
from tests.factories.repairs import MONDAY, Keeper, show


class Office:
    """The people of one office: who takes in and who decides."""

    def __init__(self, app: Flask, city: City) -> None:
        self.app, self.city = app, city
        self.enter()

    def enter(self) -> None:
        """Sign in, as on every day anew."""
        self.handler, self.reviewer = (
            Browser(colleague(self.app, self.city.bureau, role)) for role in ("repair_handler", "reviewer")
        )


class Clock:
    """The time that every door reads."""

    def __init__(self, travelled) -> None:
        self.travelled = travelled

    def move_to(self, instant: datetime) -> None:
        self.travelled.move_to(instant)


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(MONDAY, tick=False) as travelled:
        yield Clock(travelled)


@pytest.fixture
def keepers(app: Flask, clock) -> Iterator[tuple[Keeper, Keeper, Keeper]]:
    """Register three holders: one that answers, one that is late, one that holds nothing."""
    found = (
        Keeper("prompt", "招标系统", prompt=True),
        Keeper("slow", "补贴系统", prompt=False),
        Keeper("none", "许可系统", prompt=True),
    )
    before = joined()
    join(Platform((*before.modules, Module("holders", "持有方", parts=tuple(one.part() for one in found)))))
    yield found
    join(before)


@pytest.fixture
def city(app: Flask, clock) -> City:
    with transaction() as session:
        return found_city(session)


@pytest.fixture
def shown(city: City) -> Publication:
    return show(city)


@pytest.fixture
def firm(client: FlaskClient) -> Browser:
    return Browser(client)


@pytest.fixture
def office(app: Flask, city: City) -> Office:
    return Office(app, city)
