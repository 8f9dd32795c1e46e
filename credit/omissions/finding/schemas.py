"""Shapes that the search for missing numbers works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

READ: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "series": pl.String,
    "number": pl.Int64,
    "width": pl.Int64,
    "front": pl.String,
    "tail": pl.String,
}
"""How a number of a document is read: its series, the number in it, the digits it is filled up to, and what stands around it."""


@dataclass(frozen=True, slots=True)
class Method:
    """办法: how sure a gap must be, and over how many neighbours it is judged.

    `window` and `longest_run` are counts of numbers, `back_days` days. `threshold` is about the series alone; `prior` is how often the
    missing numbers of such series were decisions where nothing is known of the department, and `least` what is still worth asking about.
    """

    reference: str
    threshold: float
    prior: float
    least: float
    window: int
    smallest: int
    longest_run: int
    back_days: int
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that is missing in a series, between which days it was given, and how surely it stands for a decision."""

    series: str
    number: int
    doc_no: str
    department_id: int
    kind: str
    after: date
    before: date
    certainty: float
