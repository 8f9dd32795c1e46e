"""What a caller hands to the door and gets back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from supervision.intake.layouts.schemas import Guess, Mapping
from supervision.intake.reading.schemas import Table

LOAD_JOB = "intake.load"


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as it arrives; `kind`, `layout` and `mapping` may each be left to the door to find out."""

    path: Path
    filename: str
    department_id: int
    source_name: str
    requested_by: str
    kind: str | None = None
    layout: str | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person looks at before a draft is run."""

    table: Table
    rows: Sequence[Sequence[str | None]]
    guesses: Sequence[Guess]
