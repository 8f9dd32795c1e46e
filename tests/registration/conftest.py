"""A registrar's office with its desk: what is sent there is recorded, and what waits is archived when the test says so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from flask import Flask

from supervision.kernel import clock
from supervision.kernel.db import transaction
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver, prepare_partitions
from supervision.registration.recording.schemas import Channel, NewEntry, Recorded
from supervision.registration.recording.service import record
from tests.factories.accounts import City, found_city
from tests.factories.rows import ask, uscc

MORNING = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
FIRM = "云汀试例食品有限公司"


def establishment(**values: Any) -> NewEntry:
    """Return the establishment of a firm."""
    said = {"source_no": "S1", "kind": "establishment", "occurred_on": "2026-11-10", "code": uscc(1), "name": FIRM}
    return NewEntry(**{**said, "scope": "食品销售", "address": "东区一路 1 号", "division": "310115", **values})


def change(**values: Any) -> NewEntry:
    """Return a change of scope."""
    said = {"source_no": "B1", "kind": "scope_change", "occurred_on": "2026-11-15", "code": uscc(1), "name": FIRM}
    return NewEntry(**{**said, "scope": "食品销售；餐饮服务", **values})


@dataclass
class Desk:
    """The desk of the eastern registrar; every call is a minute later than the one before."""

    city: City
    moments: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> datetime:
        return MORNING + timedelta(minutes=next(self.moments))

    def send(self, *entries: NewEntry, channel: Channel = Channel.API) -> list[Recorded]:
        with transaction() as session:
            return record(session, entries, department_id=self.city.east.id, actor="client:1", now=self.now(), channel=channel)

    def archive(self) -> int:
        """Deliver everything that waits, and what that tells again; what came through a door came by the real clock."""
        return deliver(joined(), now=max(self.now(), clock.now()), limit=500)

    def take(self, *entries: NewEntry) -> list[Recorded]:
        """Record and archive."""
        recorded = self.send(*entries)
        self.archive()
        return recorded

    @staticmethod
    def entries(*columns: str) -> list[tuple[Any, ...]]:
        return ask(f"SELECT {', '.join(columns)} FROM registration.entry ORDER BY id")  # columns of a test

    @staticmethod
    def facts(*columns: str) -> list[tuple[Any, ...]]:
        """Return what the register says now of every firm."""
        return ask(
            f"SELECT {', '.join(columns)} FROM archive.registration"  # as above
            " WHERE known_to IS NULL AND department_id = 2 ORDER BY subject_id"
        )

    @staticmethod
    def lines() -> list[tuple[Any, ...]]:
        return ask(
            "SELECT occurred_on::text, summary FROM archive.event WHERE known_to IS NULL AND kind = 'registration_entry'"
            " ORDER BY subject_id, occurred_on, link_id"
        )


@pytest.fixture
def desk(database: str, app: Flask) -> Iterator[Desk]:
    """Return the desk on the morning from which all its calls are counted; the doors read the same clock."""
    with time_machine.travel(MORNING, tick=True):
        with transaction() as session:
            prepare_partitions(session, now=MORNING)
            city = found_city(session, now=MORNING)
        yield Desk(city)


@pytest.fixture
def told() -> Callable[[str], list[dict[str, Any]]]:
    """Return what was told under a name, in order."""

    def payloads(name: str) -> list[dict[str, Any]]:
        return [row[0] for row in ask("SELECT payload FROM kernel.outbox_event WHERE name = :name ORDER BY id", name=name)]

    return payloads
