"""Take a held registration again, with its own provenance."""

from datetime import date, datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.models import Candidate
from supervision.archive.loading.registrations import service
from supervision.archive.loading.registrations.schemas import FIELDS
from supervision.intake.kinds import ChunkContext, FieldType


def accept_again(session: Session, asked: Candidate, *, actor: str, now: datetime) -> None:
    """Accept the row that waited with the question, as if it had come now."""
    submitted: dict[str, Any] = asked.submitted or {}
    schema = {item.name: pl.Date if item.type is FieldType.DATE else pl.String for item in FIELDS}
    values = {item.name: _read(submitted.get(item.name), item.type) for item in FIELDS}
    frame = pl.DataFrame([{"row_no": asked.row_no, **values}], schema={"row_no": pl.Int64, **schema})
    context = ChunkContext(asked.batch_id or 0, 0, asked.department_id, "", actor)
    service.accept(session, frame, context, now)


def _read(value: str | None, kind: FieldType) -> str | date | None:
    return date.fromisoformat(value) if value and kind is FieldType.DATE else value
