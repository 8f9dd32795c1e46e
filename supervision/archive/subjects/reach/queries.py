"""Whether a subject lies within somebody's row scope."""

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.archive.subjects.models import Record, Registration
from supervision.kernel.access import Principal

WIDEST_PREFIX = 4  # of a province or a city: they also answer for subjects whose district nobody knows


def within_reach(session: Session, principal: Principal, subject_id: int) -> bool:
    """Tell whether somebody's positions cover a subject: registered in their division, or with facts from their departments."""
    if any(scope.department_path is None and scope.division is None for scope in principal.scopes):
        return True
    covered = principal.covers(Department.path, Department.division)
    prefix = func.regexp_replace(Department.division, "(00)+$", "")
    here = or_(
        func.starts_with(Registration.division, prefix),
        Registration.division.is_(None) & (func.length(prefix) <= WIDEST_PREFIX),
    )
    registered = exists(
        select(Registration.id)
        .join(Department, or_(here, Department.id == Registration.department_id))
        .where(Registration.subject_id == subject_id, Registration.known_to.is_(None), Registration.valid_to.is_(None), covered)
    )
    recorded = exists(
        select(Record.id)
        .join(Department, Department.id == Record.department_id)
        .where(Record.subject_id == subject_id, Record.known_to.is_(None), covered)
    )
    return bool(session.scalar(select(or_(registered, recorded))))
