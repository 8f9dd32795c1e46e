"""What stands already about the matters of a chunk."""

from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching.queries import as_bytes, rows_of

VERSIONS = """
    SELECT '\\x' || encode(business_key, 'hex'), '\\x' || encode(content_hash, 'hex'), id, amount, category
    FROM archive.record WHERE kind = %s AND business_key = ANY(%s) AND known_to IS NULL
"""
EARLIER = """
    SELECT DISTINCT '\\x' || encode(business_key, 'hex'), '\\x' || encode(content_hash, 'hex')
    FROM archive.record WHERE kind = %s AND business_key = ANY(%s) AND known_to IS NOT NULL
"""
NAMES = """
    SELECT subject_id, normal, name, former FROM archive.name WHERE subject_id = ANY(%s) AND known_to IS NULL
    ORDER BY subject_id, former, id
"""


def open_versions(session: Session, kind: str, keys: pl.Series) -> pl.DataFrame:
    """Return the open version of each matter, columns prefixed with `open_`."""
    schema: dict[str, Any] = {
        "business_key": pl.String,
        "open_hash": pl.String,
        "open_id": pl.Int64,
        "open_amount": pl.Decimal(38, 6),
        "open_category": pl.String,
    }
    return pl.DataFrame(rows_of(session, VERSIONS, (kind, as_bytes(keys))), schema=schema, orient="row")


def earlier_contents(session: Session, kind: str, keys: pl.Series) -> pl.DataFrame:
    """Return what closed versions of the matters said."""
    schema = {"business_key": pl.String, "content_hash": pl.String}
    return pl.DataFrame(rows_of(session, EARLIER, (kind, as_bytes(keys))), schema=schema, orient="row")


def names_of(session: Session, subject_ids: list[int]) -> pl.DataFrame:
    """Return the names of subjects, the present one first."""
    schema = {"subject_id": pl.Int64, "normal": pl.String, "known_name": pl.String, "former": pl.Boolean}
    return pl.DataFrame(rows_of(session, NAMES, (subject_ids,)), schema=schema, orient="row")
