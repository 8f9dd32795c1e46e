"""Let indexes and foreign keys step aside for a load that outweighs what stands, and bring every one of them back."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.archive.loading.bulk import queries

OUTWEIGHED = 1_500_000


def relax(session: Session) -> None:
    """Drop what linking does not ask, unless so many subjects stand already that rebuilding costs more than it saves."""
    if queries.subjects_about(session) < OUTWEIGHED:
        session.execute(text("SELECT archive.relax_for_bulk()"))


def restore(session: Session) -> None:
    """Rebuild whatever is missing, from the definitions of the migrations, and refresh the planner's picture."""
    if queries.missing(session):
        session.execute(text("SELECT archive.restore_after_bulk()"))
    session.execute(text("ANALYZE archive.subject, archive.identifier, archive.name, archive.registration, archive.event"))
