"""What is late, and where."""

from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from credit.objections.deadlines import rules
from credit.objections.deadlines.rules import TOPIC
from credit.objections.models import Inquiry, Objection
from credit.objections.schemas import LateOffice
from credit.objections.states import RUNNING, InquiryState, Level
from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.workdays.queries import work_calendar

NOBODY = "待分派单位"


def until(session: Session, level: Level, *, today: date) -> date:
    """Return the latest last day that concerns a level today."""
    return rules.until(newest(session, topic=TOPIC), level, today=today, calendar=work_calendar(session))


def late_offices(session: Session, principal: Principal, *, until: date) -> list[LateOffice]:
    """Return the departments in somebody's reach with what is past its last day there, the most first."""
    cases = select(Objection.department_id.label("office"), Objection.due_on, literal(1).label("objection")).where(
        Objection.state.in_(RUNNING), Objection.due_on <= until
    )
    asked = select(Inquiry.department_id, Inquiry.due_on, literal(0)).where(
        Inquiry.state == InquiryState.ASKED, Inquiry.due_on <= until
    )
    late = union_all(cases, asked).subquery()
    wanted = (
        select(
            func.coalesce(Department.name, NOBODY),
            func.sum(late.c.objection),
            func.sum(case((late.c.objection == 0, 1), else_=0)),
            func.min(late.c.due_on),
        )
        .select_from(late)
        .outerjoin(Department, Department.id == late.c.office)
        .where(_reached(principal, late.c.office))
        .group_by(Department.id, Department.name)
        .order_by(func.count().desc(), Department.name)
    )
    return [LateOffice(row[0], int(row[1]), int(row[2]), row[3]) for row in session.execute(wanted)]


def _reached(principal: Principal, office: ColumnElement[int | None]) -> ColumnElement[bool]:
    return or_(
        and_(office.is_(None), literal(principal.may("credit.assess"))),
        principal.covers(Department.path, Department.division),
    )


def late_count(session: Session, principal: Principal, *, until: date) -> int:
    """Return how much in somebody's reach is past its last day."""
    return sum(office.objections + office.inquiries for office in late_offices(session, principal, until=until))
