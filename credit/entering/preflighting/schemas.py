"""What is said about a file that has been examined."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

ACCEPTED, HELD, REJECTED = "accepted", "held", "rejected"
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Faulty:
    """One cell that was found wrong: the line of the file, the column as the file names it, the value, the rule, what helps."""

    line: int
    column: str
    value: str
    severity: str
    rule: str
    message: str
    remedy: str


@dataclass(slots=True)
class Examined:
    """How the rows of a file would end; `faults` are the first ones, `cells` the rows that would not simply pass."""

    header: Sequence[str] = ()
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    blank: int = 0
    compared: int = 0
    faults: list[Faulty] = field(default_factory=list)
    found: int = 0
    cells: list[tuple[int, str, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        return self.counts[HELD] + self.counts[REJECTED]

    def share(self, name: str) -> str:
        """Say a part of the rows with its denominator."""
        count = self.counts[name]
        return f"{count:,} / {self.rows:,}" + (f"，{100 * count / self.rows:.1f}%" if self.rows else "")
