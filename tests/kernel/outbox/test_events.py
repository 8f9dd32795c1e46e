from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import pytest

from supervision.kernel.outbox import Event
from supervision.kernel.outbox.events import EventNameTaken, NotAnEventValue


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class EverythingHappened(Event):
    name: ClassVar[str] = "tests.everything_happened"
    text: str
    count: int
    day: date
    instant: datetime
    amount: Decimal
    key: UUID
    colour: Colour
    days: tuple[date, ...]
    note: str | None = None
    ended_on: date | None = None


EVERYTHING = EverythingHappened(
    text="列入",
    count=3,
    day=date(2026, 11, 20),
    instant=datetime(2026, 11, 20, 4, 5, 6, 7, tzinfo=UTC),
    amount=Decimal("2.500000"),
    key=UUID(int=7),
    colour=Colour.RED,
    days=(date(2024, 2, 29), date(2026, 1, 1)),
    ended_on=date(2026, 12, 31),
)


def test_an_event_comes_back_as_it_was_told() -> None:
    assert EverythingHappened.restore(EVERYTHING.payload()) == EVERYTHING


def test_a_field_that_an_older_release_did_not_write_takes_its_default() -> None:
    payload = EVERYTHING.payload()
    del payload["ended_on"]
    assert EverythingHappened.restore(payload).ended_on is None


def test_a_field_that_a_newer_release_wrote_is_ignored() -> None:
    assert EverythingHappened.restore(EVERYTHING.payload() | {"unheard_of": 1}) == EVERYTHING


def test_a_field_that_was_always_needed_is_missed() -> None:
    payload = EVERYTHING.payload()
    del payload["count"]
    with pytest.raises(KeyError, match="count"):
        EverythingHappened.restore(payload)


def test_a_value_without_an_agreed_form_is_refused() -> None:
    @dataclass(frozen=True)
    class StrangeThing(Event):
        name: ClassVar[str] = "tests.strange_thing"
        thing: object

    with pytest.raises(NotAnEventValue):
        StrangeThing(thing=object()).payload()


def test_two_classes_cannot_share_a_name() -> None:
    with pytest.raises(EventNameTaken):

        @dataclass(frozen=True)
        class SomethingElse(Event):
            name: ClassVar[str] = "tests.everything_happened"
