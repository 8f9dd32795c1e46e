"""What every acceptor does: keep others from creating the same subject, claim ids, copy a frame into a table."""

from datetime import datetime

import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.intake.kinds import ChunkContext
from supervision.kernel.db import claim_ids, copy_csv

CREATORS = "SELECT pg_advisory_xact_lock(hashtext('archive.subject'))"


def alone(session: Session) -> None:
    """Wait until no other transaction links rows or creates subjects; held until this one ends."""
    session.execute(text(CREATORS))


def copy_frame(session: Session, table: str, frame: pl.DataFrame) -> None:
    """COPY a frame whose columns are named as the table's."""
    if frame.height:
        copy_csv(session, table, frame.columns, [frame.write_csv(include_header=False).encode()])


def claimed(session: Session, table: str, count: int) -> pl.Series:
    """Return fresh ids for a table of the archive."""
    return pl.Series(claim_ids(session, f"archive.{table}_id_seq", count), dtype=pl.Int64)


def instant(now: datetime) -> pl.Expr:
    """Return the instant of the chunk as a column."""
    return pl.lit(now.isoformat())


def source(context: ChunkContext) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return the columns that say where rows came from."""
    return (
        pl.lit(context.department_id).alias("department_id"),
        pl.lit(context.batch_id).alias("batch_id"),
        pl.col("row_no"),
    )
