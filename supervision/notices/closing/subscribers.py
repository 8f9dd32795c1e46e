"""Licences that come, notices that come, and answers: what each of them ends or begins."""

from datetime import datetime

from sqlalchemy.orm import Session

from supervision.intake.events import RowsAccepted
from supervision.notices.closing import service
from supervision.notices.closing.following import service as following
from supervision.notices.closing.judging import queries as judging
from supervision.notices.events import NoticeAnswered, NoticeReassigned, NoticeReceived, NoticesPushed, NoticesUpdated

LICENCES = "licence"


def read_licences(session: Session, event: RowsAccepted, now: datetime) -> None:
    """Close the notices that the licences of a chunk answer."""
    if event.kind != LICENCES:
        return
    pairs = judging.of_chunk(session, batch_id=event.batch_id, first_row=event.first_row, last_row=event.last_row)
    service.settle(session, pairs, now=now)


def begin(session: Session, event: NoticesPushed, now: datetime) -> None:
    """Follow what the reform asks for, and close what the firm is licensed for already."""
    following.begin(session, notice_ids=event.notice_ids, now=now)
    service.settle(session, judging.of_notices(session, notice_ids=event.notice_ids), now=now)


def go_along(session: Session, event: NoticeReassigned | NoticeReceived, now: datetime) -> None:
    """A notice that has another department takes its follow-up along."""
    following.begin(session, notice_ids=[event.notice_id], now=now)


def hear_answer(session: Session, event: NoticeAnswered, now: datetime) -> None:
    """What a department answered may end a follow-up or start it."""
    following.answered(session, notice_id=event.notice_id, feedback=event.feedback, now=now)


def end(session: Session, event: NoticesUpdated, now: datetime) -> None:
    """What was withdrawn is followed no longer."""
    following.end(session, notice_ids=event.notice_ids, now=now)
