"""What the overlay lies on, and what of it stands."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR
from supervision.overlay.holdings.features import edge_keys

_SUBJECTS = """
    COPY (SELECT id FROM archive.subject WHERE kind = ANY(%s) AND merged_into IS NULL ORDER BY id) TO STDOUT
"""
_HOLDINGS = """
    SELECT from_id, to_id FROM archive.relation
    WHERE kind = 'shareholder' AND from_id IS NOT NULL AND known_to IS NULL AND valid_to IS NULL
"""
_NAMED = """
    COPY (
        SELECT s.id, r.name, r.code FROM archive.subject s
        LEFT JOIN archive.registration r ON r.subject_id = s.id AND r.department_id = %s AND r.known_to IS NULL AND r.valid_to IS NULL
        WHERE s.kind <> 'person' AND s.merged_into IS NULL ORDER BY s.id
    ) TO STDOUT (FORMAT csv)
"""
_COUNTS = text(
    "SELECT 'relation' AS what, count(*) AS rows FROM archive.relation WHERE department_id = :source"
    " UNION ALL SELECT kind, count(*) FROM archive.record WHERE department_id = :source GROUP BY kind"
    " UNION ALL SELECT 'person', count(*) FROM archive.name WHERE department_id = :source"
)


def subject_ids(session: Session, *kinds: str) -> npt.NDArray[np.int64]:
    """Return the ids of all subjects of these kinds, ascending."""
    cursor: Any = session.connection().connection.cursor()
    with cursor.copy(_SUBJECTS, (list(kinds),)) as copy:
        lines = b"".join(copy).decode()
    return np.fromstring(lines, dtype=np.int64, sep="\n")


def standing_holdings(session: Session) -> npt.NDArray[np.int64]:
    """Return the keys of the holdings between subjects that are open already."""
    pairs = np.array(_cursor(session, _HOLDINGS, ()).fetchall(), dtype=np.int64).reshape(-1, 2)
    return edge_keys(np.zeros(len(pairs), dtype=np.int64), pairs[:, 0], pairs[:, 1])


def named_subjects(session: Session) -> pl.DataFrame:
    """Return all subjects that are no persons, ascending, with the names and codes that the register gives them."""
    cursor: Any = session.connection().connection.cursor()
    with cursor.copy(_NAMED, (REGISTRAR,)) as copy:
        lines = b"".join(copy)
    schema = {"subject_id": pl.Int64, "subject_name": pl.String, "subject_code": pl.String}
    return pl.read_csv(lines, has_header=False, schema=schema)


def counts(session: Session, source: int) -> dict[str, int]:
    """Return how many rows of each sort the overlay has written."""
    return {row.what: row.rows for row in session.execute(_COUNTS, {"source": source})}


def _cursor(session: Session, statement: str, values: tuple[Any, ...]) -> Any:
    cursor: Any = session.connection().connection.cursor()
    cursor.execute(statement, values)
    return cursor
