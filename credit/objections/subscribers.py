"""What publicity and reporting tell: a record was corrected, or is public no longer."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.objections import service
from credit.publicity.events import PublicityEnded
from credit.publicity.states import PublicationState
from credit.reporting.events import DecisionsReported


def decisions_reported(session: Session, event: DecisionsReported, now: datetime) -> None:
    service.amended(session, decision_ids=event.decision_ids, now=now)


def publicity_ended(session: Session, event: PublicityEnded, now: datetime) -> None:
    if event.state != PublicationState.CORRECTED:
        service.ended(session, decision_ids=event.decision_ids, now=now)
