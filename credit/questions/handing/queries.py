"""Rows as they came, and how they ended."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.questions.handing.features import written
from credit.questions.handing.schemas import Ended
from supervision.intake.errors import RowNotFound
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading.rules import typed
from supervision.intake.models import Batch, Finding
from supervision.intake.queries import findings_of_row, kind_named, stored_row

GRAVE = ("reject", "hold")


def cells_of(session: Session, batch_id: int, row_no: int) -> dict[str, str] | None:
    """Return the cells of a row by field, amounts in 万元; what could not be read stands as it came. None where the row is gone."""
    batch = session.get(Batch, batch_id)
    if batch is None or batch.kind is None:
        return None
    try:
        raw = stored_row(session, batch_id, row_no).cells
    except RowNotFound:
        return None
    mapping = Mapping.from_json(batch.mapping)
    frame, _findings = typed(as_one(raw), kind_named(batch.kind), mapping)
    read = {name: written(value) for name, value in frame.drop("row_no").row(0, named=True).items()}
    as_came = {name: (raw.get(header) or "").strip() for header, name in mapping.columns.items()}
    return {name: text or as_came.get(name, "") for name, text in read.items() if text or as_came.get(name)}


def as_one(raw: Any) -> pl.DataFrame:
    """Return one row as a frame of strings."""
    cells = {header: pl.Series([cell], dtype=pl.String) for header, cell in raw.items()}
    return pl.DataFrame({"row_no": pl.Series([1], dtype=pl.Int64), **cells})


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
