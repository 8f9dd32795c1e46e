"""Which departments there are."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.errors import DepartmentNotFound
from supervision.accounts.departments.models import Department


def department(session: Session, department_id: int) -> Department:
    """Return a department or refuse."""
    found = session.get(Department, department_id)
    if found is None:
        raise DepartmentNotFound
    return found


def department_by_code(session: Session, code: str) -> Department | None:
    return session.scalar(select(Department).where(Department.code == code))


def departments(session: Session, *, on: date | None = None) -> Sequence[Department]:
    """Return the tree from the root down, children after their parent; only those in being on a day, where one is given."""
    query = select(Department).order_by(Department.path)
    if on is not None:
        query = query.where(
            or_(Department.valid_from.is_(None), Department.valid_from <= on),
            or_(Department.valid_to.is_(None), Department.valid_to > on),
        )
    return session.scalars(query).all()


def living_below(session: Session, department: Department) -> int:
    """Return how many departments below this one have not ended."""
    query = select(func.count()).where(
        Department.path.startswith(department.path, autoescape=True),
        Department.id != department.id,
        Department.valid_to.is_(None),
    )
    return session.scalar(query) or 0


def holder_of(session: Session, *, code: str, uscc: str | None) -> Department | None:
    """Return the department that already has this code or credit code."""
    same = [Department.code == code]
    if uscc is not None:
        same.append(Department.uscc == uscc)
    return session.scalar(select(Department).where(or_(*same)).limit(1))
