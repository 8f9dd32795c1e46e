"""What is late, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.notices.models import Notice
from supervision.notices.states import NoticeState

RUNNING = (NoticeState.PUSHED, NoticeState.RECEIVED)
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class LateOffice:
    """One department's notices whose period ended before a day."""

    id: int
    name: str
    receive: int
    answer: int
    oldest: date | None

    @property
    def total(self) -> int:
        return self.receive + self.answer


def late_offices(session: Session, principal: Principal, *, until: date) -> Sequence[LateOffice]:
    """Return the departments in somebody's reach with what is late there, the most first."""
    receiving = func.count().filter(Notice.state == NoticeState.PUSHED)
    answering = func.count().filter(Notice.state == NoticeState.RECEIVED)
    wanted = (
        select(Department.id, Department.name, receiving, answering, func.min(Notice.due_on))
        .join(Notice, Notice.department_id == Department.id)
        .where(Notice.state.in_(RUNNING), Notice.due_on <= until, principal.covers(Department.path, Department.division))
        .group_by(Department.id)
        .order_by(func.count().desc(), Department.id)
    )
    return [LateOffice(*row) for row in session.execute(wanted)]


def late_count(session: Session, principal: Principal, *, until: date) -> int:
    """Return how many notices in somebody's reach are late; beyond ten thousand nobody counts on."""
    offices = select(Department.id).where(principal.covers(Department.path, Department.division))
    late = select(Notice.id).where(Notice.state.in_(RUNNING), Notice.due_on <= until, Notice.department_id.in_(offices))
    return session.scalar(select(func.count()).select_from(late.limit(COUNTED).subquery())) or 0


def due_count(session: Session, *, department_id: int, until: date) -> int:
    """Return how many notices of one department are due by a day."""
    due = select(func.count()).where(Notice.department_id == department_id, Notice.state.in_(RUNNING), Notice.due_on <= until)
    return session.scalar(due) or 0


@dataclass(frozen=True, slots=True)
class DueByState:
    """What one department has to do today, and what it should have done before."""

    receive: int
    answer: int
    late_receive: int
    late_answer: int


def due_by_state(session: Session, *, department_id: int, today: date) -> DueByState:
    """Return how many notices of one department are due today or late, by what has to be done."""
    pushed, received, late = Notice.state == NoticeState.PUSHED, Notice.state == NoticeState.RECEIVED, Notice.due_on < today
    counts = (func.count().filter(one) for one in (pushed, received, pushed & late, received & late))
    mine = (Notice.department_id == department_id, Notice.state.in_(RUNNING), Notice.due_on <= today)
    return DueByState(*map(int, session.execute(select(*counts).where(*mine)).one()))


def unclaimed(session: Session, *, until: date) -> int:
    """Return how many notices nobody claimed in time."""
    late = select(Notice.id).where(Notice.state == NoticeState.POOLED, Notice.due_on <= until).limit(COUNTED)
    return session.scalar(select(func.count()).select_from(late.subquery())) or 0
