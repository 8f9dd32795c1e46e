"""Decisions that were reported are matched as they come."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.catalogue.matching import service
from credit.reporting.events import DecisionsReported


def matched(session: Session, event: DecisionsReported, now: datetime) -> None:
    """Match a set of decisions; the same set again changes nothing."""
    service.match(session, decision_ids=event.decision_ids, now=now)
