"""Rows as CSV in the layout of the standard: the codes of the standard at the head, names where the standard has no code."""

import csv
import io
from collections.abc import Iterable, Mapping

from credit.standards.schemas import Table
from supervision.intake.layouts.schemas import Mapping as Meaning


def header_of(table: Table) -> dict[str, str]:
    """Return the head of each field."""
    return {column.name: column.code or column.label for column in table.columns}


def meaning(table: Table) -> Meaning:
    """Return what the columns of such a file mean; amounts are in 万元 as the standard has them."""
    return Meaning({head: name for name, head in header_of(table).items()})


def as_csv(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the file; every row has every column, so that the same rows are the same bytes."""
    head = header_of(table)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head.values())
    writer.writerows([row.get(name, "") for name in head] for row in rows)
    return stream.getvalue().encode()


def names_persons(found: Iterable[tuple[Table, Iterable[Mapping[str, str]]]]) -> bool:
    """Tell whether any row carries a number of a person."""
    for table, rows in found:
        personal = [column.name for column in table.columns if column.personal]
        if any(row.get(name) for row in rows for name in personal):
            return True
    return False
