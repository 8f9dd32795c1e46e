"""The contract between the door and the slices that own what comes through it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import polars as pl
from sqlalchemy.orm import Session

OPEN_END = date(2099, 12, 31)
"""What the door puts where a cell says 长期, 永久 or any day of 2099 or later; null always means unknown."""


class FieldType(StrEnum):
    """How the text of a cell is read; the door does it before any check sees the row."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    DATETIME = "datetime"
    DECIMAL = "decimal"
    INTEGER = "integer"
    MONEY_WAN = "money_wan"


class Severity(StrEnum):
    """What a finding does to its row; a repaired value is a warning, never silence."""

    REJECT = "reject"
    HOLD = "hold"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a kind of row carries.

    `aliases` are header texts that mean this field in any layout; `label` is one of them. Money is in 万元.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    max_length: int | None = None
    aliases: tuple[str, ...] = ()
    personal: bool = False


FINDING_SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int64,
    "severity": pl.String,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "message": pl.String,
    "remedy": pl.String,
}


def no_findings() -> pl.DataFrame:
    """Return an empty table of findings."""
    return _NO_FINDINGS.clone()


_NO_FINDINGS = pl.DataFrame(schema=dict(FINDING_SCHEMA))


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may know besides the rows: nothing here is read from the clock or the database by the check."""

    received_on: date
    department_code: str | None = None


@dataclass(frozen=True, slots=True)
class ChunkContext:
    """Where a chunk of rows comes from; `batch_id` and each row's `row_no` are the provenance of every fact."""

    batch_id: int
    chunk_no: int
    department_id: int
    source_name: str
    actor: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an acceptor did: further findings (a row it could not place is held), and rows that were known already."""

    findings: pl.DataFrame = field(default_factory=no_findings)
    unchanged: int = 0


Checker = Callable[[pl.DataFrame, CheckContext], pl.DataFrame]
Acceptor = Callable[[Session, pl.DataFrame, ChunkContext, datetime], Accepted]


@dataclass(frozen=True, slots=True)
class RowKind:
    """A kind of row: its fields, its checks and its set-based acceptor.

    `check(frame, context)` is pure and returns findings (`FINDING_SCHEMA`). `accept(session, frame, context, now)`
    writes the rows that no finding rejected, inside the chunk's transaction, and must change nothing when the same
    rows come again. Frames hold `row_no` (Int64, 1-based data row of the file) and one column per field, already read as the
    field's type (String, Date, Datetime, Decimal(38,6), Int64), null where the cell was empty or a placeholder.
    `before_bulk`/`after_bulk` may relax and restore indexes around a load that is larger than `bulk_rows`.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    check: Checker
    accept: Acceptor
    permission: str = "intake.upload"
    bulk_rows: int = 200_000
    before_bulk: Callable[[Session], None] | None = None
    after_bulk: Callable[[Session], None] | None = None

    def field(self, name: str) -> Field:
        return next(item for item in self.fields if item.name == name)

    @property
    def required(self) -> Sequence[Field]:
        return [item for item in self.fields if item.required]
