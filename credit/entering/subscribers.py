"""What the door tells: rows came, among them perhaps that of an entry whose page was gone before it ended."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.entering import service
from supervision.intake.events import RowsAccepted, RowsRefused


def rows_came(session: Session, event: RowsAccepted | RowsRefused, now: datetime) -> None:
    service.settle(session, batch_id=event.batch_id, now=now)
