"""What a draft would alter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """A registration as far as matching needs it."""

    entry_id: int
    name: str
    code: str
    division: str | None
    occurred_on: date | None
    scope: str
    scope_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a version answers for a scope: item to whether it is sure or waits for a person."""

    sure: frozenset[str]
    doubtful: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One registration that the draft answers otherwise."""

    scope: Scope
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    doubted: tuple[str, ...]
    altered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many registrations an item gains, loses, leaves to a person, or handles otherwise."""

    item: str
    gained: int = 0
    lost: int = 0
    doubted: int = 0
    altered: int = 0

    @property
    def total(self) -> int:
        return self.gained + self.lost + self.doubted + self.altered


@dataclass(frozen=True, slots=True)
class Impact:
    """The whole comparison: how many were read, what differs, and why an item that stays is handled otherwise."""

    read: int
    differences: tuple[Difference, ...]
    tallies: tuple[Tally, ...]
    reasons: Mapping[str, tuple[str, ...]]
