"""What reporting tells: decisions came, or hold no longer."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.publicity import service
from credit.reporting.events import DecisionsReported, DecisionWithdrawn
from credit.reporting.states import Change

REASONS: Final = {Change.REVOKED.value: "决定已被撤销", Change.ANNULLED.value: "决定已注销或确认无效"}


def decisions_reported(session: Session, event: DecisionsReported, now: datetime) -> None:
    service.project(session, decision_ids=event.decision_ids, now=now)


def decisions_withdrawn(session: Session, event: DecisionWithdrawn, now: datetime) -> None:
    service.withdraw_decisions(
        session, decision_ids=event.decision_ids, reason=REASONS.get(event.reason, event.reason), now=now
    )
