"""What the city is made of before it goes through any door."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

SEED = 990100
FIRST_DAY = date(2016, 1, 4)
LAST_DAY = date(2026, 10, 16)
RECEIVED_FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RECEIVED_LATER = datetime(2026, 10, 19, 1, 0, tzinfo=UTC)
DATA = Path(__file__).parent / "data"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """A department of the city; `parent` is the code of the one above it, `functions` are what it gives permits in."""

    code: str
    name: str
    short_name: str
    uscc: str
    division: str
    parent: str | None = None
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works in an office, with one role."""

    login: str
    name: str
    office: str
    role: str
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Firm:
    """A market subject as first registered; `later_name` is its new name, `parent` the code of the firm it is a branch of."""

    code: str
    name: str
    kind: str
    type_name: str
    legal_rep: str
    industry: str
    scope: str
    trade: str
    division: str
    district: str
    address: str
    telephone: str
    capital: int
    established_on: date
    state: str
    later_name: str | None = None
    parent: str | None = None

    @property
    def party_kind(self) -> str:
        return "个体工商户" if self.kind == "individual" else "法人及非法人组织"


@dataclass(frozen=True, slots=True)
class CityFile:
    """A file that one office reports: rows by field name of a kind of row."""

    kind: str
    office: str
    filename: str
    received: datetime
    rows: Sequence[Row]


def chance(topic: str) -> np.random.Generator:
    """Return the dice of one topic: the same throws each time, whatever other topics throw."""
    return np.random.default_rng([SEED, crc32(topic.encode())])


@cache
def words(name: str) -> dict[str, Any]:
    """Return one of the files of invented words."""
    content: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return content
