"""A platform with subscribers that write down what they hear."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.kernel.db import transaction
from supervision.kernel.module import Module, Platform, Subscriber, join, joined
from supervision.kernel.outbox import Event

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class LetterSent(Event):
    name: ClassVar[str] = "tests.letter_sent"
    number: int


class Reader:
    """A subscriber that stores each letter in a table, and refuses those that it was told to refuse."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.refused: set[int] = set()

    def handle(self, session: Session, event: LetterSent, _now: datetime) -> None:
        session.execute(
            text("INSERT INTO kernel.heard VALUES (:reader, :number)"), {"reader": self.name, "number": event.number}
        )
        if event.number in self.refused:
            raise ValueError("无法处理")

    @property
    def heard(self) -> list[int]:
        statement = text("SELECT number FROM kernel.heard WHERE reader = :reader ORDER BY number")
        with transaction() as session:
            return list(session.execute(statement, {"reader": self.name}).scalars())


class ReaderOfMany(Reader):
    """A subscriber that takes what waits together, and remembers how many letters came at once."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.at_once: list[int] = []

    def handle_many(self, session: Session, events: Sequence[LetterSent], now: datetime) -> None:
        self.at_once.append(len(events))
        for event in events:
            self.handle(session, event, now)


@contextmanager
def platform_of(*readers: Reader) -> Iterator[Platform]:
    """Join a platform of these readers for the time of the block."""
    before = joined()
    subscribers = (Subscriber(item.name, LetterSent, item.handle, getattr(item, "handle_many", None)) for item in readers)
    platform = Platform((Module("tests", "测试", subscribers=tuple(subscribers)),))
    join(platform)
    yield platform
    join(before)
