"""Examine a file: the door reads and judges it slice by slice, and nothing stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any, Final

import polars as pl
from sqlalchemy.orm import Session

from credit.entering.errors import TooManyRows
from credit.entering.preflighting.schemas import ACCEPTED, HELD, REJECTED, SHOWN, Examined, Faulty
from credit.entering.trying.schemas import Source, Trial
from credit.entering.trying.service import nothing_saved, tried
from credit.questions.service import KINDS
from supervision.intake import service as intake
from supervision.intake.batches.queries import REASONS, ROW, SEVERITY_LABELS
from supervision.intake.errors import ColumnMissing, LayoutNotRecognised
from supervision.intake.kinds import RowKind
from supervision.intake.layouts import queries as layouts
from supervision.intake.layouts.rules import guess_as, guesses
from supervision.intake.layouts.schemas import Guess, Mapping
from supervision.intake.models import CHUNK_ROWS, Batch, Verdict
from supervision.intake.queries import kind_named, kinds
from supervision.intake.reading.schemas import Slice, Table
from supervision.intake.workbooks.service import write_table

LONGEST: Final = 100_000
COMPARED: Final = 10_000
KEPT: Final = 20_000
NAMES: Final = {Verdict.ACCEPTED: ACCEPTED, Verdict.WARNED: ACCEPTED, Verdict.HELD: HELD, Verdict.REJECTED: REJECTED}


def guessed(session: Session, batch: Batch, *, asked: str) -> tuple[Table, Guess]:
    """Return the stored file of a draft, and what its columns mean: as asked, else the likeliest table of the standard.

    Raises `ColumnMissing` where a required field has no column, `LayoutNotRecognised` where nothing fits at all.
    """
    table = intake.table_of(session, batch)
    likely = [
        guess for guess in guesses(table.header, batch.filename, kinds(), layouts.layouts(session)) if guess.kind in KINDS
    ]
    if asked:
        own = [guess for guess in likely if guess.kind == asked]
        likely = own or [guess_as(table.header, batch.filename, kind_named(asked), None)]
    if not likely:
        raise LayoutNotRecognised(filename=batch.filename, header="、".join(table.header[:6]))
    if likely[0].missing:
        raise ColumnMissing(kind=kind_named(likely[0].kind).label, fields="、".join(likely[0].missing))
    return table, likely[0]


def examine(session: Session, table: Table, guess: Guess, *, source: Source, now: datetime) -> Examined:
    """Judge every row; the first ones also against what stands already, since that writes and has to be undone."""
    if (table.rows_hint or 0) > LONGEST:
        raise TooManyRows(rows=f"{table.rows_hint:,}", limit=f"{LONGEST:,}")
    kind, examined = kind_named(guess.kind), Examined(header=table.header)
    with nothing_saved(session):
        for number, part in enumerate(table.slices(first=0, size=CHUNK_ROWS)):
            if examined.rows + part.frame.height > LONGEST:
                raise TooManyRows(rows=f"{examined.rows + part.frame.height:,}", limit=f"{LONGEST:,}")
            compare = examined.rows + part.frame.height <= COMPARED
            trial = tried(
                session, part, kind=kind, mapping=guess.mapping, source=source, now=now, number=number, compare=compare
            )
            _count(examined, part, trial, compare=compare)
            _tell(examined, part, trial, kind=kind, mapping=guess.mapping, offset=table.header_row)
    return examined


def _count(examined: Examined, part: Slice, trial: Trial, *, compare: bool) -> None:
    examined.rows += part.frame.height
    examined.blank += trial.blank
    examined.unchanged += trial.unchanged
    examined.compared += part.frame.height if compare else 0
    examined.counts.update(NAMES[Verdict(byte)] for byte in trial.verdicts)


def _tell(examined: Examined, part: Slice, trial: Trial, *, kind: RowKind, mapping: Mapping, offset: int) -> None:
    grave = trial.findings.filter(pl.col("severity") != "warn").sort("row_no", maintain_order=True)
    examined.found += grave.height
    headers = {name: header for header, name in mapping.columns.items()}
    labels = {item.name: item.label for item in kind.fields}
    reasons: dict[int, list[str]] = {}
    for row in grave.iter_rows(named=True):
        fault = _faulty(row, headers, labels, offset)
        if len(examined.faults) < SHOWN:
            examined.faults.append(fault)
        words = f"【{SEVERITY_LABELS[fault.severity][0]}】{fault.column}：{fault.message}：{fault.remedy}（{fault.rule}）"
        reasons.setdefault(row["row_no"], []).append(words)
    room = KEPT - len(examined.cells)
    if reasons and room > 0:
        wrong = part.frame.filter(pl.col("row_no").is_in(list(reasons))).head(room)
        for cells in wrong.iter_rows(named=True):
            row_no = cells.pop("row_no")
            examined.cells.append((row_no + offset, "\n".join(reasons[row_no]), cells))


def _faulty(row: dict[str, Any], headers: dict[str, str], labels: dict[str, str], offset: int) -> Faulty:
    name = row["field"] or ""
    column = headers.get(name) or labels.get(name, "整行")
    return Faulty(
        line=row["row_no"] + offset,
        column=column,
        value=row["value"] or "",
        severity=row["severity"],
        rule=row["rule"],
        message=row["message"],
        remedy=row["remedy"] or "核对后改正",
    )


def write_faulty(stream: IO[bytes], examined: Examined) -> int:
    """Write the rows that would not pass as a workbook, each with its reasons and its cells as they came."""
    header: Sequence[str] = [ROW, REASONS, *examined.header]
    rows = ([str(line), reasons, *(cells.get(name) for name in examined.header)] for line, reasons, cells in examined.cells)
    return write_table(stream, header=header, rows=rows, wide=[1])
