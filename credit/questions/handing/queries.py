"""Rows as they came, and how they ended."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.questions.handing.features import written
from credit.questions.handing.schemas import Ended
from supervision.intake.errors import RowNotFound
from supervision.intake.kinds import RowKind
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading.rules import typed, unpacked
from supervision.intake.models import Batch, Chunk, Finding
from supervision.intake.queries import findings_of_row, kind_named, stored_row
from supervision.kernel.crypto import provider

GRAVE = ("reject", "hold")


def cells_of(session: Session, batch_id: int, row_no: int) -> dict[str, str] | None:
    """Return the cells of a row by field, amounts in 万元; what could not be read stands as it came. None where the row is gone."""
    return cells_of_rows(session, batch_id, [row_no]).get(row_no)


def cells_of_rows(session: Session, batch_id: int, rows: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the cells of many rows of a batch; each chunk is opened once, and rows that are gone are left out."""
    batch = session.get(Batch, batch_id)
    if batch is None or batch.kind is None:
        return {}
    mapping, kind = Mapping.from_json(batch.mapping), kind_named(batch.kind)
    found: dict[int, dict[str, str]] = {}
    for chunk_no in _chunks(session, batch_id, rows):
        raw = unpacked(session.get_one(Chunk, (batch_id, chunk_no)).raw, provider())
        found |= _cells(raw.filter(pl.col("row_no").is_in(list(rows))), kind, mapping)
    return found


def _chunks(session: Session, batch_id: int, rows: Sequence[int]) -> list[int]:
    """Return the chunks in which rows stand: of each the last one that begins before it."""
    query = select(Chunk.chunk_no, Chunk.first_row).where(Chunk.batch_id == batch_id).order_by(Chunk.first_row)
    known = session.execute(query).all()
    starts = [chunk.first_row for chunk in known]
    places = {bisect_right(starts, row_no) - 1 for row_no in rows}
    return [known[place].chunk_no for place in sorted(places) if place >= 0]


def _cells(raw: pl.DataFrame, kind: RowKind, mapping: Mapping) -> dict[int, dict[str, str]]:
    frame, _findings = typed(raw, kind, mapping)
    found = {}
    for read, came in zip(frame.iter_rows(named=True), raw.iter_rows(named=True), strict=True):
        row_no = int(read.pop("row_no"))
        as_came = {name: (came.get(header) or "").strip() for header, name in mapping.columns.items()}
        texts = {name: written(value) or as_came.get(name, "") for name, value in read.items()}
        found[row_no] = {name: text for name, text in texts.items() if text}
    return found


def ended(session: Session, batch_id: int, row_no: int) -> Ended | None:
    """Return how a row ended, or nothing as long as it has not."""
    try:
        row = stored_row(session, batch_id, row_no)
    except RowNotFound:
        return None
    return Ended(row.verdict, as_faults(findings_of_row(session, batch_id, row_no)))


def as_faults(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return why a row did not simply pass, the gravest first; where nothing is grave, what was remarked."""
    names = ("rule", "field", "severity", "value", "message", "remedy")
    told = [{name: getattr(finding, name) for name in names} for finding in findings]
    grave = sorted((item for item in told if item["severity"] in GRAVE), key=lambda item: GRAVE.index(item["severity"]))
    return grave or told


def faults_by_row(session: Session, batch_id: int, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
    """Return the grave faults of many rows."""
    query = (
        select(Finding)
        .where(Finding.batch_id == batch_id, Finding.row_no.between(first, last), Finding.severity.in_(GRAVE))
        .order_by(Finding.row_no, Finding.id)
    )
    rows: dict[int, list[Finding]] = {}
    for finding in session.scalars(query):
        rows.setdefault(finding.row_no, []).append(finding)
    return {row_no: as_faults(found) for row_no, found in rows.items()}
