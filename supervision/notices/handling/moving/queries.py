"""What was done to a notice so far."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.notices.models import Step


def step_of_request(session: Session, request_key: UUID) -> Step | None:
    """Return what a form already did, if it was posted before."""
    return session.scalar(select(Step).where(Step.request_key == request_key))


def last_step(session: Session, notice_id: int) -> Step | None:
    """Return what happened last."""
    return session.scalar(select(Step).where(Step.notice_id == notice_id).order_by(Step.id.desc()).limit(1))
