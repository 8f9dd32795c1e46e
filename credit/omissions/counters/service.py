"""Keeping results of the counter: the granted ones, each once."""

from datetime import datetime
from typing import Final

import polars as pl
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.omissions.counters.schemas import GRANTED, KINDS
from credit.omissions.models import CounterResult
from supervision.archive.loading.features import normal_of
from supervision.intake.kinds import Accepted, ChunkContext

TOGETHER: Final = 1_000


def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
    """Write the results that granted something; the same number of the same department is kept once.

    What was refused or withdrawn at the counter leads to no decision that must be public, so that it counts as known.
    """
    granted = frame.filter(pl.col("result").str.contains_any(list(GRANTED)) & ~pl.col("result").str.contains_any(["不", "撤"]))
    rows = [
        {
            "department_id": context.department_id,
            "number": row["number"],
            "kind": KINDS[row["kind"]],
            "item": row["item"],
            "subject_name": row["subject_name"],
            "subject_code": row["code"],
            "doc_no": row["doc_no"],
            "doc_key": normal_of(row["doc_no"]) if row["doc_no"] else None,
            "finished_on": row["finished_on"],
            "batch_id": context.batch_id,
            "row_no": row["row_no"],
            "received_at": now,
        }
        for row in granted.iter_rows(named=True)
    ]
    written = 0
    for start in range(0, len(rows), TOGETHER):
        statement = insert(CounterResult).on_conflict_do_nothing().returning(CounterResult.id)
        written += len(session.execute(statement, rows[start : start + TOGETHER]).all())
    return Accepted(unchanged=frame.height - written)
