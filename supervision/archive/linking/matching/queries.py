"""Who carries these codes, numbers and names."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

DECISIONS = """
    SELECT '\\x' || encode(party_key, 'hex'), subject_id, verdict FROM archive.match_decision
    WHERE party_key = ANY(%s) AND replaced_at IS NULL
"""
BY_VALUE = "SELECT value, kind, subject_id FROM archive.identifier WHERE value = ANY(%s) AND known_to IS NULL"
BY_ORGANISATION = """
    SELECT org, min(subject_id) FROM (
        SELECT substr(value, 9, 9) AS org, subject_id FROM archive.identifier
        WHERE kind = 'uscc' AND known_to IS NULL AND substr(value, 9, 9) = ANY(%s)
        UNION ALL
        SELECT value, subject_id FROM archive.identifier WHERE kind = 'org' AND known_to IS NULL AND value = ANY(%s)
    ) AS carrier GROUP BY org HAVING count(DISTINCT subject_id) = 1
"""
BY_NAME = """
    SELECT DISTINCT n.normal, COALESCE(s.merged_into, s.id),
           EXISTS (SELECT FROM archive.identifier i WHERE i.subject_id = s.id AND i.kind = 'uscc' AND i.known_to IS NULL)
    FROM archive.name n JOIN archive.subject s ON s.id = n.subject_id
    WHERE n.normal = ANY(%s) AND n.known_to IS NULL AND s.kind <> 'person'
"""
PERSONS = "SELECT '\\x' || encode(person_hash, 'hex'), id FROM archive.subject WHERE person_hash = ANY(%s)"


def rows_of(session: Session, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
    """Return what a statement with positional parameters finds."""
    cursor: Any = session.connection().connection.cursor()
    cursor.execute(statement, parameters)
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def as_bytes(keys: pl.Series) -> list[bytes]:
    r"""Return digests written as `\x…` as the bytes that they stand for, each once."""
    return [bytes.fromhex(key[2:]) for key in keys.drop_nulls().unique().to_list()]


def decisions(session: Session, keys: pl.Series) -> pl.DataFrame:
    """Return what persons decided about these counterparts: `party_key`, `subject_id`, `verdict`."""
    schema = {"party_key": pl.String, "subject_id": pl.Int64, "verdict": pl.String}
    return pl.DataFrame(rows_of(session, DECISIONS, (as_bytes(keys),)), schema=schema, orient="row")


def by_value(session: Session, values: pl.Series) -> pl.DataFrame:
    """Return the carriers of codes and numbers: `value`, `kind`, `subject_id`."""
    schema = {"value": pl.String, "kind": pl.String, "subject_id": pl.Int64}
    wanted = values.drop_nulls().unique().to_list()
    return pl.DataFrame(rows_of(session, BY_VALUE, (wanted,)) if wanted else [], schema=schema, orient="row")


def by_organisation(session: Session, values: pl.Series) -> pl.DataFrame:
    """Return the one subject whose code contains, or whose number is, an organisation code: `org`, `subject_id`."""
    wanted = values.drop_nulls().unique().to_list()
    found = rows_of(session, BY_ORGANISATION, (wanted, wanted)) if wanted else []
    return pl.DataFrame(found, schema={"org": pl.String, "subject_id": pl.Int64}, orient="row")


def by_name(session: Session, normals: pl.Series) -> pl.DataFrame:
    """Return every subject under a present or former name: `normal`, `subject_id`, `has_code`; never a person."""
    wanted = normals.drop_nulls().unique().to_list()
    found = rows_of(session, BY_NAME, (wanted,)) if wanted else []
    return pl.DataFrame(found, schema={"normal": pl.String, "subject_id": pl.Int64, "has_code": pl.Boolean}, orient="row")


def persons(session: Session, hashes: pl.Series) -> pl.DataFrame:
    """Return the persons behind keyed hashes: `person_hash`, `subject_id`."""
    wanted = as_bytes(hashes)
    found = rows_of(session, PERSONS, (wanted,)) if wanted else []
    return pl.DataFrame(found, schema={"person_hash": pl.String, "subject_id": pl.Int64}, orient="row")
