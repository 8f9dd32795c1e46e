"""What stands already about the subjects of a chunk."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.loading.registrations.features import FACTS

OPEN_IDENTIFIERS = """
    SELECT value, kind, subject_id FROM archive.identifier WHERE value = ANY(%s) AND known_to IS NULL
"""
OPEN_VERSIONS = """
    SELECT subject_id, id, facts_hash, name, code, legal_rep, type_name, industry, capital_text, scope, address, telephone,
           region_name, established_on, state, valid_from
    FROM archive.registration
    WHERE subject_id = ANY(%s) AND department_id = %s AND known_to IS NULL AND valid_to IS NULL
"""
KNOWN_FACTS = """
    SELECT subject_id, facts_hash FROM archive.registration
    WHERE subject_id = ANY(%s) AND department_id = %s AND known_to IS NOT NULL
"""
OTHER_SOURCES = """
    SELECT DISTINCT subject_id FROM archive.registration
    WHERE subject_id = ANY(%s) AND department_id <> %s AND known_to IS NULL AND valid_to IS NULL
"""
NAMES = "SELECT subject_id, name, normal, former FROM archive.name WHERE subject_id = ANY(%s) AND known_to IS NULL"
VERSION_SCHEMA: dict[str, Any] = {
    "subject_id": pl.Int64,
    "open_id": pl.Int64,
    "open_hash": pl.String,
    **{f"open_{fact}": pl.Date if fact in {"established_on", "valid_from"} else pl.String for fact in FACTS},
}


def _rows(session: Session, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
    cursor: Any = session.connection().connection.cursor()
    cursor.execute(statement, parameters)
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def subjects_by_value(session: Session, values: list[str]) -> pl.DataFrame:
    """Return the open identifiers among the values: `value`, `value_kind`, `subject_id`."""
    found = _rows(session, OPEN_IDENTIFIERS, (values,))
    return pl.DataFrame(found, schema={"value": pl.String, "value_kind": pl.String, "subject_id": pl.Int64}, orient="row")


def open_versions(session: Session, subject_ids: list[int], *, department_id: int) -> pl.DataFrame:
    """Return the open version of one source about each subject, columns prefixed with `open_`."""
    found = [
        (row[0], row[1], "\\x" + row[2].hex(), *row[3:]) for row in _rows(session, OPEN_VERSIONS, (subject_ids, department_id))
    ]
    return pl.DataFrame(found, schema=VERSION_SCHEMA, orient="row")


def earlier_facts(session: Session, subject_ids: list[int], *, department_id: int) -> pl.DataFrame:
    """Return the digests of versions of that source that were replaced."""
    found = [(row[0], "\\x" + row[1].hex()) for row in _rows(session, KNOWN_FACTS, (subject_ids, department_id))]
    return pl.DataFrame(found, schema={"subject_id": pl.Int64, "facts_hash": pl.String}, orient="row").unique()


def names_of(session: Session, subject_ids: list[int]) -> pl.DataFrame:
    """Return the names of the subjects, present and former."""
    return pl.DataFrame(
        _rows(session, NAMES, (subject_ids,)),
        schema={"subject_id": pl.Int64, "known_name": pl.String, "normal": pl.String, "former": pl.Boolean},
        orient="row",
    )


def with_other_sources(session: Session, subject_ids: list[int], *, department_id: int) -> list[int]:
    """Return those of the subjects about which another source has an open version."""
    return [row[0] for row in _rows(session, OTHER_SOURCES, (subject_ids, department_id))]
