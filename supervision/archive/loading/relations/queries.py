"""What stands already between the subjects of a chunk."""

from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching.queries import rows_of
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.models import Batch

OPEN = """
    SELECT kind, to_id, holder_key, id, share, subscribed, position, valid_from FROM archive.relation
    WHERE to_id = ANY(%s) AND known_to IS NULL AND valid_to IS NULL
"""
ENDED = """
    SELECT kind, to_id, holder_key, valid_to FROM archive.relation
    WHERE to_id = ANY(%s) AND known_to IS NULL AND valid_to IS NOT NULL
"""

SHARES_OF_BATCH = """
    SELECT to_id, sum(share) FROM archive.relation
    WHERE to_id = ANY(%s) AND batch_id = %s AND row_no < %s AND known_to IS NULL GROUP BY to_id
"""


def header_of_share(session: Session, batch_id: int) -> str | None:
    """Return how the file heads its column of shares."""
    batch = session.get(Batch, batch_id)
    return Mapping.from_json(batch.mapping).header_of("share") if batch else None


def shares_of_batch(session: Session, subject_ids: list[int], *, batch_id: int, before: int) -> pl.DataFrame:
    """Return what earlier rows of the same file said that is held of each enterprise: `to_id`, `known_share`."""
    schema: dict[str, Any] = {"to_id": pl.Int64, "known_share": pl.Decimal(38, 10)}
    return pl.DataFrame(rows_of(session, SHARES_OF_BATCH, (subject_ids, batch_id, before)), schema=schema, orient="row")


def open_relations(session: Session, subject_ids: list[int]) -> pl.DataFrame:
    """Return the open relations of the enterprises, columns prefixed with `open_`."""
    schema: dict[str, Any] = {
        "kind": pl.String,
        "to_id": pl.Int64,
        "holder_key": pl.String,
        "open_id": pl.Int64,
        "open_share": pl.Decimal(12, 10),
        "open_subscribed": pl.Decimal(38, 6),
        "open_position": pl.String,
        "open_valid_from": pl.Date,
    }
    return pl.DataFrame(rows_of(session, OPEN, (subject_ids,)), schema=schema, orient="row")


def ended_relations(session: Session, subject_ids: list[int]) -> pl.DataFrame:
    """Return relations whose end is known: `role_kind`, `to_id`, `holder_key`, `valid_to`."""
    schema: dict[str, Any] = {"role_kind": pl.String, "to_id": pl.Int64, "holder_key": pl.String, "valid_to": pl.Date}
    return pl.DataFrame(rows_of(session, ENDED, (subject_ids,)), schema=schema, orient="row").unique()
