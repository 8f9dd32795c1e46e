"""Let indexes and foreign keys step aside for a load that outweighs what stands, and bring every one of them back."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.archive.loading.bulk import queries

OUTWEIGHED = 1_500_000
RELAX = text("SELECT archive.relax_for_bulk(:tables, :kept)")
RESTORE = text("SELECT archive.restore_after_bulk(:tables)")


@dataclass(frozen=True, slots=True)
class Bulk:
    """The tables that one sort of load fills, with those of their indexes that the load asks itself."""

    tables: tuple[str, ...]
    kept: tuple[str, ...]
    standing: Callable[[Session], int]

    def relax(self, session: Session) -> None:
        """Drop what the load does not ask, unless so much stands already that rebuilding costs more than it saves."""
        if self.standing(session) < OUTWEIGHED:
            relax(session, tables=self.tables, kept=self.kept)

    def restore(self, session: Session) -> None:
        """Rebuild what is missing on these tables."""
        restore(session, tables=self.tables)


REGISTRATIONS = Bulk(("identifier", "name", "registration", "event"), (), queries.subjects_about)
RELATIONS = Bulk(("relation",), ("uq_relation_open", "ix_relation_to"), queries.relations_about)
RECORDS = Bulk(("record", "event"), ("uq_record_open", "ix_record_closed", "ix_event_link"), queries.records_about)


def relax(session: Session, *, tables: tuple[str, ...], kept: tuple[str, ...] = ()) -> None:
    """Drop the declared indexes and keys of some tables; those of others stay."""
    session.execute(RELAX, {"tables": list(tables), "kept": list(kept)})


def relax_keys(session: Session, *, tables: tuple[str, ...]) -> None:
    """Drop only the foreign keys of some tables; every index stays."""
    relax(session, tables=tables, kept=queries.indexes(session, tables=tables))


def restore(session: Session, *, tables: tuple[str, ...]) -> None:
    """Rebuild whatever is missing, from the definitions of the migrations, and refresh the planner's picture."""
    if queries.missing(session, tables=tables):
        session.execute(RESTORE, {"tables": list(tables)})
    session.execute(text(f"ANALYZE archive.subject, {', '.join(f'archive.{table}' for table in tables)}"))
