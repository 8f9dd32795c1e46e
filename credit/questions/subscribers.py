"""What the door and reporting tell: rows came, decisions were reported or let go."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.questions import service
from credit.reporting.events import DecisionsReported
from supervision.intake.events import RowsAccepted, RowsRefused


def rows_came(session: Session, event: RowsAccepted | RowsRefused, now: datetime) -> None:
    """Ask about the rows of a chunk that were held or refused, and close what its rows were the answer to."""
    if event.kind in service.KINDS:
        service.settle(session, batch_id=event.batch_id, now=now)
        service.collect(session, batch_id=event.batch_id, chunk_no=event.chunk_no)


def decisions_reported(session: Session, event: DecisionsReported, now: datetime) -> None:
    service.reported(session, event.decision_ids, now=now)
