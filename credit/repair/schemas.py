"""What is said about whether, when and by which rule a record can be repaired."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from supervision.kernel.rulebook import Rule


class Repairable(StrEnum):
    """What the period's rule says of repair."""

    YES = "yes"
    NEVER = "never"
    BY_ITSELF = "by_itself"
    NOT_SHOWN = "not_shown"

    @property
    def label(self) -> str:
        return {"yes": "可以申请", "never": "不能提前修复", "by_itself": "期满自动停止，不需申请", "not_shown": "不公示"}[self]


class Why(StrEnum):
    """What stands against an application."""

    LICENCE = "licence"
    NEVER = "never"
    TOO_EARLY = "too_early"
    REPEATED = "repeated"
    BARRED = "barred"
    LISTED = "listed"
    OPEN = "open"
    NO_CODE = "no_code"


@dataclass(frozen=True, slots=True)
class Line:
    """What the rule of one channel says: from when, or why never; `months` is what has to pass."""

    channel: str
    rule: str
    basis: str
    grade: str
    sure: bool
    repairable: Repairable
    months: int | None = None
    earliest: date | None = None

    def stored(self) -> dict[str, Any]:
        """Return the line as it is kept with an application."""
        day = self.earliest.isoformat() if self.earliest else None
        return {"channel": self.channel, "rule": self.rule, "basis": self.basis, "repairable": self.repairable, "earliest": day}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that is missing or stands against it, what can be done, and by which dated rule."""

    why: Why
    words: str
    remedy: str
    basis: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a record can be repaired on a day, said before anybody applies."""

    on: date
    lines: Sequence[Line]
    obstacles: Sequence[Obstacle]

    @property
    def eligible(self) -> bool:
        return not self.obstacles

    @property
    def earliest(self) -> date | None:
        """Return the first day on which every channel allows it; nothing where some channel never does."""
        if any(line.repairable is Repairable.NEVER for line in self.lines):
            return None
        return max((line.earliest for line in self.lines if line.earliest), default=None)


@dataclass(frozen=True, slots=True)
class Other:
    """Another penalty of the same firm."""

    decided_on: date
    violation: str
    authority: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask about a record and its firm."""

    on: date
    kind: str
    decided_on: date
    violation: str = ""
    has_code: bool = True
    lines: Sequence[Line] = ()
    conditions: Sequence[Rule] = ()
    others: Sequence[Other] = ()
    repaired_on: Sequence[date] = ()
    barred_until: date | None = None
    bar_rule: str = ""
    bar_basis: str = ""
    lists: Sequence[str] = field(default_factory=tuple)
    open: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a step is due: the day, and the rule and calendar that it was counted with."""

    by: date
    length: int
    rule: str
    basis: str
    provisional: bool
    extension: int = 0
