"""Rows as a file of one object a line, under the names of the standard."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from credit.questions.handing.schemas import KEY, Row
from credit.standards.schemas import Table
from supervision.intake.kinds import OPEN_END
from supervision.intake.layouts.schemas import Mapping


def as_lines(table: Table, rows: Sequence[Row]) -> bytes:
    """Return the file; a cell that nobody filled in is left out."""
    labels = {column.name: column.label for column in table.columns}
    lines = []
    for row in rows:
        cells = {labels[name]: text for name, text in row.cells.items() if name in labels and text.strip()}
        lines.append(json.dumps({KEY: row.key, **cells}, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def own_mapping(table: Table) -> Mapping:
    """Return what the columns of such a file mean."""
    return Mapping({column.label: column.name for column in table.columns})


def as_frame(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    """Return the rows as the door would read them from the file: strings, one column per field of the table."""
    columns = {
        column.label: pl.Series([row.cells.get(column.name) or None for row in rows], dtype=pl.String)
        for column in table.columns
    }
    return pl.DataFrame({"row_no": pl.Series(range(1, len(rows) + 1), dtype=pl.Int64), **columns})


def written(value: object) -> str:
    """Return a typed value as a person would write it into a cell."""
    if value is None:
        return ""
    if isinstance(value, date):
        return "长期" if value >= OPEN_END else value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
