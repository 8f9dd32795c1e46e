"""What passes between reading the entries of a firm and writing its archive."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One version of an entry as far as the archive is concerned."""

    id: int
    registrar_department_id: int
    source_no: str
    version: int
    kind: str
    occurred_on: date
    code: str | None
    regno: str | None
    name: str
    type_name: str | None
    legal_rep: str | None
    scope: str | None
    address: str | None
    division: str | None
    division_given: str | None
    telephone: str | None
    former_scope: str | None
    former_division: str | None
    batch_id: int | None
    row_no: int | None
    subject_id: int | None
    state: str
    archived_at: datetime | None
    received_at: datetime
    late: bool

    @property
    def business(self) -> tuple[int, str]:
        """What all versions of one business have in common."""
        return self.registrar_department_id, self.source_no


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says of a firm at one time; `valid_from` is the day of the last business that said it."""

    name: str | None = None
    code: str | None = None
    regno: str | None = None
    legal_rep: str | None = None
    type_name: str | None = None
    industry: str | None = None
    capital_text: str | None = None
    scope: str | None = None
    address: str | None = None
    telephone: str | None = None
    region_name: str | None = None
    established_on: date | None = None
    state: str | None = None
    valid_from: date | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What a whole file of the register said last, and since when that was known."""

    facts: Facts
    known_from: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that the archive holds now of what the register says."""

    id: int
    facts_hash: bytes
    division: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry at its place in the course of a firm: what held before it, and whether it came after the end."""

    said: Said
    former_scope: str | None
    former_division: str | None
    division: str | None
    cancelled_on: date | None = None
    established_before: str | None = None

    @property
    def stands(self) -> bool:
        return self.cancelled_on is None


@dataclass(frozen=True, slots=True)
class Course:
    """All entries of a firm in the order in which they happened, and what they come to."""

    facts: Facts | None
    placed: Sequence[Placed]


@dataclass(slots=True)
class Located:
    """Waiting entries by the firm that they are about; a negative number stands for a firm that has no archive yet."""

    subjects: dict[int, int] = field(default_factory=dict)
    clashing: list[int] = field(default_factory=list)
