"""How much of a department's work falls due on which day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.notices.models import Notice
from supervision.notices.states import NoticeState


@dataclass(frozen=True, slots=True)
class DueDay:
    """What falls due on one day, by what has to be done."""

    day: date
    receive: int = 0
    answer: int = 0

    @property
    def total(self) -> int:
        return self.receive + self.answer


def due_days(session: Session, *, department_id: int, first: date, last: date) -> dict[date, DueDay]:
    """Return the days between two dates on which something falls due."""
    receiving = func.count().filter(Notice.state == NoticeState.PUSHED)
    answering = func.count().filter(Notice.state == NoticeState.RECEIVED)
    wanted = (
        select(Notice.due_on, receiving, answering)
        .where(
            Notice.department_id == department_id,
            Notice.state.in_((NoticeState.PUSHED, NoticeState.RECEIVED)),
            Notice.due_on.between(first, last),
        )
        .group_by(Notice.due_on)
    )
    return {day: DueDay(day, receive, answer) for day, receive, answer in session.execute(wanted) if day}


def overdue(session: Session, *, department_id: int, today: date) -> int:
    """Return how many periods have ended already."""
    late = select(func.count()).where(
        Notice.department_id == department_id,
        Notice.state.in_((NoticeState.PUSHED, NoticeState.RECEIVED)),
        Notice.due_on < today,
    )
    return session.scalar(late) or 0
