"""What a run still has to settle."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.docking.models import DockingPage, DockingRun, DockingSource


def run_and_source(session: Session, run_id: int, *, lock: bool = False) -> tuple[DockingRun, DockingSource]:
    """Return a run with its source; the source is always locked first."""
    source_id = session.scalars(select(DockingRun.source_id).where(DockingRun.id == run_id)).one()
    source = session.get_one(DockingSource, source_id, with_for_update=lock)
    return session.get_one(DockingRun, run_id, with_for_update=lock), source


def unsettled(session: Session, source_id: int) -> Sequence[DockingPage]:
    """Return the pages that were received and are not loaded yet, the oldest first."""
    statement = select(DockingPage).where(DockingPage.source_id == source_id, DockingPage.settled_at.is_(None))
    return session.scalars(statement.order_by(DockingPage.id)).all()


def pages_of(session: Session, run_id: int) -> int:
    """Return how many pages a run has."""
    return session.scalar(select(func.count()).select_from(DockingPage).where(DockingPage.run_id == run_id)) or 0


def rows_of(session: Session, run_id: int) -> int:
    """Return how many rows a run has taken."""
    return session.scalar(select(func.coalesce(func.sum(DockingPage.rows), 0)).where(DockingPage.run_id == run_id)) or 0
