"""Which purposes were declared, and what is worth a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.accounts.people.models import User
from supervision.accounts.purposes.models import PurposeDeclaration, PurposeReview
from supervision.kernel.access import Principal

Declaration = PurposeDeclaration


@dataclass(frozen=True, slots=True)
class PurposeGrant:
    """An open door: to one subject, for one purpose, until a time."""

    id: int
    subject: str
    purpose: str
    case_no: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DepartmentMonth:
    """One department's month, as the reviewer's list shows it."""

    department: Department
    declarations: int
    people: int
    subjects: int
    outside_hours: int
    review: PurposeReview | None

    @property
    def open(self) -> bool:
        """Return whether something was declared that nobody has looked through."""
        return self.review is None or self.review.declarations < self.declarations


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One person's month: the counts by which a misuse shows."""

    user_id: int
    name: str
    declarations: int
    subjects: int
    outside_hours: int
    busiest_day: int


def granted(session: Session, principal: Principal, *, subject: str, now: datetime) -> PurposeGrant | None:
    """Return the declaration under which a person may see the personal fields of a subject now, if there is one."""
    if principal.kind != "person":
        return None
    found = session.scalar(
        select(Declaration)
        .where(
            Declaration.user_id == principal.id,
            Declaration.department_id == principal.department_id,
            Declaration.subject == subject,
            Declaration.declared_at <= now,
            Declaration.expires_at > now,
        )
        .order_by(Declaration.expires_at.desc())
        .limit(1)
    )
    return as_grant(found) if found is not None else None


def as_grant(declaration: Declaration) -> PurposeGrant:
    """Return what a stored declaration opens."""
    return PurposeGrant(declaration.id, declaration.subject, declaration.purpose, declaration.case_no, declaration.expires_at)


def subjects_since(session: Session, *, user_id: int, since: datetime) -> int:
    """Return how many different subjects a person has opened since an instant."""
    query = select(func.count(Declaration.subject.distinct())).where(
        Declaration.user_id == user_id, Declaration.declared_at >= since
    )
    return session.scalar(query) or 0


def months(session: Session) -> Sequence[date]:
    """Return the months in which anything was declared, the latest first."""
    return session.scalars(select(Declaration.month).distinct().order_by(Declaration.month.desc())).all()


def department_months(session: Session, month: date) -> list[DepartmentMonth]:
    """Return a month by department, with its review where there was one."""
    counts = (
        select(
            Declaration.department_id,
            func.count().label("declarations"),
            func.count(Declaration.user_id.distinct()).label("people"),
            func.count(Declaration.subject.distinct()).label("subjects"),
            func.count().filter(Declaration.outside_hours).label("outside"),
        )
        .where(Declaration.month == month)
        .group_by(Declaration.department_id)
        .subquery()
    )
    query = (
        select(Department, counts.c.declarations, counts.c.people, counts.c.subjects, counts.c.outside, PurposeReview)
        .join(counts, counts.c.department_id == Department.id)
        .outerjoin(PurposeReview, (PurposeReview.department_id == Department.id) & (PurposeReview.month == month))
        .order_by(counts.c.declarations.desc(), Department.path)
    )
    return [DepartmentMonth(*row) for row in session.execute(query)]


def person_months(session: Session, *, month: date, department_id: int) -> list[PersonMonth]:
    """Return one department's month by person, the busiest first."""
    local_day = func.date(func.timezone("Asia/Shanghai", Declaration.declared_at))
    days = (
        select(Declaration.user_id, func.count(Declaration.subject.distinct()).label("count"))
        .where(Declaration.month == month, Declaration.department_id == department_id)
        .group_by(Declaration.user_id, local_day)
        .subquery()
    )
    busiest = select(days.c.user_id, func.max(days.c.count).label("count")).group_by(days.c.user_id).subquery()
    query = (
        select(
            User.id,
            User.name,
            func.count(),
            func.count(Declaration.subject.distinct()),
            func.count().filter(Declaration.outside_hours),
            busiest.c.count,
        )
        .join(Declaration, Declaration.user_id == User.id)
        .join(busiest, busiest.c.user_id == User.id)
        .where(Declaration.month == month, Declaration.department_id == department_id)
        .group_by(User.id, User.name, busiest.c.count)
        .order_by(func.count().desc(), User.id)
    )
    return [PersonMonth(*row) for row in session.execute(query)]


def declarations(
    session: Session, *, month: date, department_id: int, before: int | None = None, limit: int = 100
) -> list[tuple[Declaration, str]]:
    """Return one department's declarations of a month with who made them, the latest first."""
    query = (
        select(Declaration, User.name)
        .join(User, User.id == Declaration.user_id)
        .where(Declaration.month == month, Declaration.department_id == department_id)
        .order_by(Declaration.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Declaration.id < before)
    return [(row[0], row[1]) for row in session.execute(query)]


def review(session: Session, *, month: date, department_id: int) -> PurposeReview | None:
    return session.scalar(
        select(PurposeReview).where(PurposeReview.month == month, PurposeReview.department_id == department_id)
    )
