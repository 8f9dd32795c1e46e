"""How every row of a batch ended."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.packages.making.features import header_of
from credit.standards.schemas import Table
from supervision.intake.models import Batch, Chunk, Finding, Verdict
from supervision.intake.queries import raw_rows

Ended = tuple[int, str, Verdict, list[dict[str, Any]]]


def rows_ended(session: Session, batch: Batch, table: Table) -> Iterator[Ended]:
    """Yield the rows that the batch reached, chunk by chunk, each with its document and what was found."""
    head = header_of(table)["doc_no"]
    numbers = select(Chunk.chunk_no).where(Chunk.batch_id == batch.id).order_by(Chunk.chunk_no)
    for chunk_no in session.scalars(numbers).all():
        frame = raw_rows(session, batch.id, chunk_no=chunk_no)
        names = frame[head].to_list() if head in frame.columns else [None] * frame.height
        rows = frame["row_no"].to_list()
        found = findings(session, batch.id, table, first=rows[0], last=rows[-1])
        for number, document, verdict in zip(rows, names, frame["verdict"].to_list(), strict=True):
            yield number, document or "", Verdict(verdict), found.get(number, [])


def findings(session: Session, batch_id: int, table: Table, *, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
    """Return what was found in the rows between two numbers."""
    labels = {column.name: column.label for column in table.columns}
    query = (
        select(Finding)
        .where(Finding.batch_id == batch_id, Finding.row_no.between(first, last))
        .order_by(Finding.row_no, Finding.id)
    )
    grouped: dict[int, list[dict[str, Any]]] = {}
    for item in session.scalars(query):
        told = {
            "label": labels.get(item.field or "", "整行"),
            "message": item.message,
            "remedy": item.remedy,
            "rule": item.rule,
        }
        grouped.setdefault(item.row_no, []).append(told)
    return grouped
