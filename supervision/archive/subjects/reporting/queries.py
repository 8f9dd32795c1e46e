"""Reports as the people of the source department see them: of the departments that their positions cover, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from supervision.accounts.models import Department
from supervision.accounts.people.models import User
from supervision.archive.subjects.errors import ReportUnknown
from supervision.archive.subjects.models import Name
from supervision.archive.subjects.reporting.models import FactReport
from supervision.kernel.access import Principal

PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One report with the words around it."""

    report: FactReport
    department: str
    firm: str | None
    reporter: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list; `waiting` and `answered` count all of it."""

    lines: Sequence[Line]
    waiting: int
    answered: int
    more: bool


def covered(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the reports that somebody may see and answer: those about facts of their departments."""
    return FactReport.department_id.in_(select(Department.id).where(principal.covers(Department.path, Department.division)))


def waiting(session: Session, principal: Principal) -> int:
    """Return how many reports wait for somebody's answer."""
    query = select(func.count()).select_from(FactReport).where(FactReport.answered_at.is_(None), covered(principal))
    return session.scalar(query) or 0


def page(session: Session, principal: Principal, *, answered: bool, number: int) -> Page:
    """Return the open reports, the oldest first, or the answered ones, the latest first; `number` counts from one."""
    is_answered = FactReport.answered_at.is_not(None)
    counted = select(is_answered, func.count()).where(covered(principal)).group_by(is_answered)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    order = FactReport.answered_at.desc() if answered else FactReport.reported_at
    wanted = is_answered if answered else FactReport.answered_at.is_(None)
    query = (
        _lines().where(covered(principal), wanted).order_by(order, FactReport.id).offset((number - 1) * PAGE).limit(PAGE + 1)
    )
    found = [Line(*row) for row in session.execute(query)]
    return Page(found[:PAGE], counts.get(False, 0), counts.get(True, 0), len(found) > PAGE)


def report_for(session: Session, principal: Principal, report_id: int) -> Line:
    """Return a report that somebody may answer; another department's looks as if it did not exist."""
    row = session.execute(_lines().where(FactReport.id == report_id, covered(principal))).one_or_none()
    if row is None:
        raise ReportUnknown
    return Line(*row)


def _lines() -> Select[FactReport, str, str | None, str]:
    reporter = aliased(User)
    firm = (
        select(Name.name)
        .where(Name.subject_id == FactReport.subject_id, Name.known_to.is_(None))
        .order_by(Name.former, Name.valid_from.desc().nulls_last(), Name.id.desc())
        .limit(1)
    )
    return (
        select(FactReport, Department.name, firm.scalar_subquery(), func.coalesce(reporter.name, FactReport.reported_by))
        .join(Department, Department.id == FactReport.department_id)
        .outerjoin(reporter, FactReport.reported_by == literal("person:").concat(cast(reporter.id, String)))
    )
