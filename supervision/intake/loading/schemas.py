"""What passes between the preparing thread and the writing one."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Prepared:
    """A chunk that is ready to be written: raw rows packed, digests taken, values typed, checks done."""

    chunk_no: int
    first_row: int
    blank: int
    rows: pl.Series
    raw: bytes
    row_hashes: bytes
    frame: pl.DataFrame
    findings: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Tally:
    """How the rows of a chunk ended."""

    accepted: int = 0
    held: int = 0
    rejected: int = 0
    warned: int = 0
    unchanged: int = 0
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a batch stands after a run."""

    batch_id: int
    number: str
    filename: str
    kind: str
    state: str
    rows_read: int
    accepted: int
    held: int
    rejected: int
    warned: int
    unchanged: int
    blank: int
    seconds: float
    error: str | None = None
    known_before: bool = False
