"""What the overlay lies on, and what of it stands."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR
from supervision.overlay.holdings.features import edge_keys

_SUBJECTS = "SELECT string_agg(id::text, ' ' ORDER BY id) FROM archive.subject WHERE kind = %s AND merged_into IS NULL"
_HOLDINGS = """
    SELECT from_id, to_id FROM archive.relation
    WHERE kind = 'shareholder' AND from_id IS NOT NULL AND known_to IS NULL AND valid_to IS NULL
"""
_NAMED = """
    SELECT string_agg(concat_ws(chr(31), s.id, coalesce(r.name, ''), coalesce(r.code, '')), chr(30) ORDER BY s.id)
    FROM archive.subject s
    LEFT JOIN archive.registration r ON r.subject_id = s.id AND r.department_id = %s AND r.known_to IS NULL AND r.valid_to IS NULL
    WHERE s.kind <> 'person' AND s.merged_into IS NULL GROUP BY s.id / 10000 ORDER BY s.id / 10000
"""
_COUNTS = text(
    "SELECT 'relation' AS what, count(*) AS rows FROM archive.relation WHERE department_id = :source"
    " UNION ALL SELECT kind, count(*) FROM archive.record WHERE department_id = :source GROUP BY kind"
    " UNION ALL SELECT 'person', count(*) FROM archive.name WHERE department_id = :source"
)


def subject_ids(session: Session, kind: str) -> npt.NDArray[np.int64]:
    """Return the ids of all subjects of a kind, ascending, as one value: a row for each would take ten times as long."""
    return np.fromstring(_cursor(session, _SUBJECTS, (kind,)).fetchone()[0] or "", dtype=np.int64, sep=" ")


def standing_holdings(session: Session) -> npt.NDArray[np.int64]:
    """Return the keys of the holdings between subjects that are open already."""
    pairs = np.array(_cursor(session, _HOLDINGS, ()).fetchall(), dtype=np.int64).reshape(-1, 2)
    return edge_keys(np.zeros(len(pairs), dtype=np.int64), pairs[:, 0], pairs[:, 1])


def named_subjects(session: Session) -> pl.DataFrame:
    """Return all subjects that are no persons, ascending, with the names and codes that the register gives them."""
    cursor: Any = session.connection().connection.cursor()
    return pl.concat([_table(part) for (part,) in cursor.stream(_NAMED, (REGISTRAR,))])


def _table(part: str) -> pl.DataFrame:
    schema = {"subject_id": pl.Int64, "subject_name": pl.String, "subject_code": pl.String}
    return pl.read_csv(part.encode(), has_header=False, schema=schema, separator="\x1f", eol_char="\x1e", quote_char=None)


def counts(session: Session, source: int) -> dict[str, int]:
    """Return how many rows of each sort the overlay has written."""
    return {row.what: row.rows for row in session.execute(_COUNTS, {"source": source})}


def _cursor(session: Session, statement: str, values: tuple[Any, ...]) -> Any:
    cursor: Any = session.connection().connection.cursor()
    cursor.execute(statement, values)
    return cursor
