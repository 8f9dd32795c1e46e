"""A session over there reads and does nothing else, and gives up in time."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from credit.docking.errors import ConnectionLost, HostNotAllowed, HostUnknown, ReadingNotGranted, ReadingTooSlow
from credit.docking.reaching.rules import listed_networks
from credit.docking.reaching.service import opened
from credit.docking.schemas import Target
from credit.docking.states import Driver
from tests.credit.docking.conftest import HERE
from tests.factories.foreign import WRITER, WRITES


@pytest.fixture
def target(foreign) -> Target:
    """The way of an account that could write."""
    return Target(Driver(foreign.driver), "localhost", foreign.port, "office", WRITER, WRITES, timeout_seconds=1)


def test_even_an_account_that_may_write_cannot_within_the_session(foreign, target: Target):
    foreign.run("CREATE TABLE notes (id integer)")
    try:
        with pytest.raises((ConnectionLost, ReadingNotGranted)), opened(target, HERE) as line:
            line.execute(text("INSERT INTO notes VALUES (1)"))
        with opened(target, HERE) as line:
            assert line.execute(text("SELECT count(*) FROM notes")).scalar_one() == 0
    finally:
        foreign.run("DROP TABLE notes")


def test_a_statement_that_takes_too_long_is_ended_over_there(foreign, target: Target):
    slow = "SELECT pg_sleep(20)" if foreign.driver == "postgresql" else "SELECT sleep(20)"
    with pytest.raises(ReadingTooSlow, match="1 秒"), opened(target, HERE) as line:
        line.execute(text(slow))


def test_a_name_is_held_to_the_addresses_that_it_leads_to(foreign, target: Target):
    with pytest.raises(HostNotAllowed, match="localhost"), opened(target, listed_networks("10.0.0.0/8")):
        pass
    with pytest.raises(HostUnknown), opened(replace(target, host="no-such-host.invalid"), HERE):
        pass
    with pytest.raises(HostNotAllowed), opened(replace(target, host="2130706433"), listed_networks("0.0.0.0/0")):
        pass
