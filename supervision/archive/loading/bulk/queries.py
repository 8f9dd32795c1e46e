"""What a bulk load left missing."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def missing(session: Session) -> list[str]:
    """Return the names of indexes and foreign keys that are declared and do not stand."""
    return list(session.scalars(text("SELECT name FROM archive.missing_after_bulk()")))


def subjects_about(session: Session) -> int:
    """Return about how many subjects there are, from the size of the table."""
    return int(session.scalar(text("SELECT pg_relation_size('archive.subject') / 56")) or 0)
