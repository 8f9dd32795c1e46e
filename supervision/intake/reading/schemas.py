"""What a file looks like once it is open: a header, and slices of strings that can be asked for again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import polars as pl

from supervision.intake.kinds import FINDING_SCHEMA

MAX_COLUMNS = 500
HEADER_DEPTH = 30


class Format(StrEnum):
    """文件格式, told by content."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    JSON_LINES = "jsonl"


@dataclass(frozen=True, slots=True)
class Named:
    """A stored file and what its sender called it."""

    path: Path
    filename: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Consecutive rows as they came: `row_no` counts the rows below the header, blank ones included.

    `frame` holds `row_no` and one string column per header. `blank` counts the rows that were left out because they are
    empty or repeat the header; `findings` tell what was odd about the file itself.
    """

    frame: pl.DataFrame
    blank: int
    findings: pl.DataFrame


class Table(Protocol):
    """An open file. `slices(first, size)` starts after `first` rows and is the same on every reading."""

    @property
    def format(self) -> Format: ...

    @property
    def header(self) -> tuple[str, ...]: ...

    @property
    def header_row(self) -> int:
        """The line of the file that names the columns, counted from 1; 0 where the format itself does."""
        ...

    @property
    def rows_hint(self) -> int | None:
        """How many rows there will be, as far as that is known before reading them."""
        ...

    @property
    def encoding(self) -> str | None: ...

    @property
    def sheet(self) -> str | None: ...

    def slices(self, *, first: int, size: int) -> Iterator[Slice]: ...


def no_findings() -> pl.DataFrame:
    return pl.DataFrame(schema=dict(FINDING_SCHEMA))
