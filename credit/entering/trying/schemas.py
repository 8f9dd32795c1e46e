"""Where rows would come from, and how they would end."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Source:
    """Whose rows they would be."""

    department_id: int
    department_code: str
    department: str
    actor: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How the rows of a slice would end."""

    rows: pl.Series
    findings: pl.DataFrame
    verdicts: bytes
    unchanged: int
    blank: int
