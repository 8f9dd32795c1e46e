"""The rows of a unit: those that stand in this installation, or those of a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.packages.errors import RowsUnreadable
from credit.questions.handing.features import written
from credit.questions.handing.queries import cells_of_rows
from credit.reporting.models import Decision
from credit.standards.schemas import Table, tables
from supervision.intake.errors import ColumnMissing, LayoutNotRecognised
from supervision.intake.layouts import queries as layouts
from supervision.intake.layouts.rules import guess_as, guesses, vocabulary
from supervision.intake.loading.rules import typed
from supervision.intake.models import CHUNK_ROWS, Batch
from supervision.intake.queries import kind_named, kinds
from supervision.intake.reading.service import open_table

Rows = list[dict[str, str]]


def standing_rows(session: Session, *, department_id: int, since: date, until: date, most: int) -> list[tuple[Table, Rows]]:
    """Return the decisions of some days as they were reported here, by the table in which they were reported; one more than `most`."""
    query = (
        select(Decision.batch_id, Decision.row_no, Batch.kind)
        .outerjoin(Batch, Batch.id == Decision.batch_id)
        .where(Decision.department_id == department_id, Decision.decided_on.between(since, until))
        .order_by(Decision.decided_on, Decision.id)
        .limit(most + 1)
    )
    places: dict[str, list[tuple[int, int]]] = {}
    for batch_id, row_no, kind in session.execute(query):
        places.setdefault(kind or "", []).append((batch_id, row_no))
    found = [(table, _cells(session, places[table.row_kind])) for table in tables() if table.row_kind in places]
    lost = sum(len(rows) for rows in places.values()) - sum(len(rows) for _table, rows in found)
    if lost:
        raise RowsUnreadable(rows=lost)
    return found


def _cells(session: Session, places: Sequence[tuple[int, int]]) -> Rows:
    rows: dict[int, list[int]] = {}
    for batch_id, row_no in places:
        rows.setdefault(batch_id, []).append(row_no)
    cells = {batch_id: cells_of_rows(session, batch_id, numbers) for batch_id, numbers in rows.items()}
    return [cells[batch_id][row_no] for batch_id, row_no in places if row_no in cells[batch_id]]


def rows_of_file(session: Session, path: Path, *, filename: str, table: Table, most: int, max_bytes: int) -> Rows:
    """Return the rows of a file in any layout of the table; what cannot be read stands as it came, and is refused at the other end."""
    own, kind = layouts.layouts(session), kind_named(table.row_kind)
    read = open_table(path, filename=filename, known=vocabulary(kinds(), own), max_bytes=max_bytes)
    fitting = [guess for guess in guesses(read.header, filename, [kind], own) if guess.kind == kind.name]
    guess = fitting[0] if fitting else guess_as(read.header, filename, kind, None)
    if not guess.mapping.columns:
        raise LayoutNotRecognised(filename=filename, header="、".join(read.header[:6]))
    if guess.missing:
        raise ColumnMissing(kind=kind.label, fields="、".join(guess.missing))
    rows: Rows = []
    for part in read.slices(first=0, size=CHUNK_ROWS):
        frame, _findings = typed(part.frame, kind, guess.mapping)
        came = part.frame.select(pl.col(head).alias(name) for head, name in guess.mapping.columns.items())
        rows += _texts(frame.drop("row_no").iter_rows(named=True), came.iter_rows(named=True))
        if len(rows) > most:
            break
    return rows


def _texts(read: Iterator[dict[str, object]], came: Iterator[dict[str, str | None]]) -> Rows:
    rows = []
    for values, raw in zip(read, came, strict=True):
        texts = {name: written(value) or (raw.get(name) or "").strip() for name, value in values.items()}
        rows.append({name: text for name, text in texts.items() if text})
    return [row for row in rows if row]
