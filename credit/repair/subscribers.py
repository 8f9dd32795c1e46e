"""Holders are told one by one, and what they answer is noted."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.repair.events import HolderDue
from credit.repair.lifting import service
from supervision.kernel.holders import Lifted


def holder_due(session: Session, event: HolderDue, now: datetime) -> None:
    service.tell(session, repair_id=event.repair_id, holder=event.holder, now=now)


def lifted(session: Session, event: Lifted, now: datetime) -> None:
    service.acknowledge(session, event, now=now)
