"""What stands already about the matters of a chunk."""

from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching.queries import as_bytes, rows_of

STANDING = r"""
    SELECT '\x' || encode(business_key, 'hex'), '\x' || encode(content_hash, 'hex'), id, version, record_id, department_id,
           amount, category, status, change
    FROM credit.decision WHERE business_key = ANY(%s) ORDER BY id FOR UPDATE
"""
EARLIER = "SELECT DISTINCT decision_id, row->>'content_hash' FROM credit.decision_version WHERE decision_id = ANY(%s)"
REGISTERED = """
    SELECT DISTINCT subject_id FROM archive.registration
    WHERE subject_id = ANY(%s) AND known_to IS NULL AND valid_to IS NULL
"""
STANDING_SCHEMA: dict[str, Any] = {
    "business_key": pl.String,
    "standing_hash": pl.String,
    "id": pl.Int64,
    "standing_version": pl.Int64,
    "standing_record": pl.Int64,
    "standing_department": pl.Int64,
    "standing_amount": pl.Decimal(38, 6),
    "standing_category": pl.String,
    "standing_status": pl.String,
    "standing_change": pl.String,
}


def standing(session: Session, keys: pl.Series) -> pl.DataFrame:
    """Return the standing version of each matter, locked until the transaction ends."""
    return pl.DataFrame(rows_of(session, STANDING, (as_bytes(keys),)), schema=STANDING_SCHEMA, orient="row")


def earlier_contents(session: Session, decision_ids: list[int]) -> pl.DataFrame:
    """Return what earlier versions of decisions said."""
    schema = {"id": pl.Int64, "content_hash": pl.String}
    return pl.DataFrame(rows_of(session, EARLIER, (decision_ids,)), schema=schema, orient="row")


def registered(session: Session, subject_ids: pl.Series) -> pl.Series:
    """Return those of the subjects that some registrar knows."""
    ids = subject_ids.drop_nulls().unique().to_list()
    return pl.Series("subject_id", [row[0] for row in rows_of(session, REGISTERED, (ids,))], dtype=pl.Int64)
