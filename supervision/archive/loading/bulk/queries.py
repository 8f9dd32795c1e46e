"""What a bulk load left missing, and how much stands."""

from sqlalchemy import text
from sqlalchemy.orm import Session

MISSING = text("SELECT name FROM archive.missing_after_bulk() WHERE of_table = ANY(:tables)")
INDEXES = text("SELECT name FROM archive.relaxable WHERE of_table = ANY(:tables) AND drop_by LIKE 'DROP INDEX%'")
SUBJECTS = text("SELECT pg_relation_size('archive.subject') / 56")
RELATIONS = text("SELECT pg_relation_size('archive.relation') / 120")
RECORDS = text("SELECT pg_relation_size('archive.record') / 400")


def missing(session: Session, *, tables: tuple[str, ...]) -> list[str]:
    """Return the names of indexes and foreign keys of some tables that are declared and do not stand."""
    return list(session.scalars(MISSING, {"tables": list(tables)}))


def indexes(session: Session, *, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the declared indexes of some tables, without the foreign keys."""
    return tuple(session.scalars(INDEXES, {"tables": list(tables)}))


def subjects_about(session: Session) -> int:
    """Return about how many subjects there are, from the size of the table."""
    return int(session.scalar(SUBJECTS) or 0)


def relations_about(session: Session) -> int:
    """Return about how many relations there are, from the size of the table."""
    return int(session.scalar(RELATIONS) or 0)


def records_about(session: Session) -> int:
    """Return about how many records there are, from the size of the table."""
    return int(session.scalar(RECORDS) or 0)
