"""What reporting tells: decisions came, or hold no longer."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.publicity import service
from credit.reporting.events import DecisionsReported, DecisionWithdrawn


def decisions_reported(session: Session, event: DecisionsReported, now: datetime) -> None:
    service.project(session, decision_ids=event.decision_ids, now=now)


def decisions_withdrawn(session: Session, event: DecisionWithdrawn, now: datetime) -> None:
    service.withdraw_decisions(session, decision_ids=event.decision_ids, reason=event.reason, now=now)
