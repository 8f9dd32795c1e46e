"""Which deliveries wait, and which were parked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from supervision.kernel.outbox.models import OutboxDelivery, OutboxEvent


@dataclass(frozen=True, slots=True)
class ParkedDelivery:
    """A delivery that was given up after its attempts, as a person sees it."""

    event_id: int
    event: str
    subscriber: str
    attempts: int
    parked_at: datetime
    created_at: datetime
    last_error: str


def parked(session: Session, *, limit: int = 100) -> list[ParkedDelivery]:
    """Return parked deliveries, the latest first."""
    statement = (
        select(OutboxDelivery, OutboxEvent.name)
        .join(
            OutboxEvent,
            and_(OutboxEvent.created_at == OutboxDelivery.created_at, OutboxEvent.id == OutboxDelivery.event_id),
        )
        .where(OutboxDelivery.parked_at.is_not(None), OutboxDelivery.given_up_at.is_(None))
        .order_by(OutboxDelivery.parked_at.desc())
        .limit(limit)
    )
    return [
        ParkedDelivery(
            row.event_id,
            name,
            row.subscriber,
            row.attempts,
            row.parked_at or row.created_at,
            row.created_at,
            row.last_error or "",
        )
        for row, name in session.execute(statement)
    ]


def pending_count(session: Session) -> int:
    """Return how many deliveries wait, for the metrics."""
    pending = and_(OutboxDelivery.delivered_at.is_(None), OutboxDelivery.parked_at.is_(None))
    return session.execute(select(func.count()).select_from(OutboxDelivery).where(pending)).scalar_one()
