"""What passes between the doors, the foreign database and the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from credit.docking.states import Driver, Ordered

PULL_JOB: Final = "credit.docking.pull"
PURPOSE: Final = "credit.docking"
ACTOR: Final = "system:docking"
MOST_PAGE_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a department's table is and how it is entered; the password shows itself nowhere."""

    driver: Driver
    host: str
    port: int
    database: str
    username: str
    password: str = field(repr=False)
    encrypted: bool = False
    timeout_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Place:
    """The table or view, and the columns by which it is read."""

    schema: str | None
    table: str
    watermark: str
    key: str

    @property
    def words(self) -> str:
        return f"{self.schema}.{self.table}" if self.schema else self.table


@dataclass(frozen=True, slots=True)
class ForeignColumn:
    """A column as the foreign database describes it."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far a table was read: up to this watermark and, at it, up to this key; without a key all rows at it are to come."""

    watermark: Any
    key: Any = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of watermark and key; `last` is where the next page begins, `more` tells whether one will come."""

    rows: Sequence[Mapping[str, Any]]
    last: Position
    more: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What a trial found: the columns, the first rows covered, what the columns probably mean, and what to mind."""

    columns: tuple[ForeignColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    ordered: Ordered
    warnings: tuple[str, ...]
    server: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person sets for a source; an empty password keeps the stored one."""

    department_id: int
    name: str
    driver: Driver
    host: str
    port: int
    database: str
    schema: str | None
    table: str
    username: str
    password: str = field(repr=False)
    encrypted: bool
    kind: str
    watermark: str
    key: str
    overlap: int
    page_rows: int
    timeout_seconds: int
    every_minutes: int
    starts_on: date
    ends_on: date | None
