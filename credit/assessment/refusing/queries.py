"""Chunks with refused rows that are not noted yet."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from credit.assessment.models import Refusal
from credit.standards.schemas import tables
from supervision.intake.models import CHUNK_ROWS, Batch, Chunk


def waiting(session: Session, *, size: int) -> Sequence[tuple[int, int]]:
    """Return chunks (batch, number) of decisions whose refused rows are not noted, the oldest first."""
    inside = Refusal.row_no.between(Chunk.first_row, Chunk.first_row + CHUNK_ROWS - 1)
    noted = exists().where(Refusal.batch_id == Chunk.batch_id, inside)
    rows = (
        select(Chunk.batch_id, Chunk.chunk_no)
        .join(Batch, Batch.id == Chunk.batch_id)
        .where(Chunk.rejected > 0, Batch.kind.in_([table.row_kind for table in tables()]), ~noted)
        .order_by(Chunk.batch_id, Chunk.chunk_no)
        .limit(size)
    )
    return [(row.batch_id, row.chunk_no) for row in session.execute(rows)]
