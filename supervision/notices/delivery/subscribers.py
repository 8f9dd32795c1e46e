"""What happened to a notice goes to the department that has it."""

from datetime import datetime

from sqlalchemy.orm import Session

from supervision.notices.delivery import service
from supervision.notices.events import NoticeReassigned, NoticesPushed, NoticesUpdated


def deliver_many(session: Session, event: NoticesPushed | NoticesUpdated, now: datetime) -> None:
    """Put notices on their way; told again, nothing is doubled."""
    service.dispatch(session, notice_ids=event.notice_ids, now=now)


def deliver_one(session: Session, event: NoticeReassigned, now: datetime) -> None:
    """Put a notice on its way to its new department."""
    service.dispatch(session, notice_ids=[event.notice_id], now=now)
