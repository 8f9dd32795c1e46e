"""Who has an account."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.accounts.people.errors import UserNotFound
from supervision.accounts.people.models import RecoveryCode, SecondFactor, User

PAGE = 50


def user(session: Session, user_id: int) -> User:
    """Return an account or refuse."""
    found = session.get(User, user_id)
    if found is None:
        raise UserNotFound
    return found


def user_for_change(session: Session, user_id: int) -> User:
    """Return an account, held until the transaction ends."""
    found = session.get(User, user_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise UserNotFound
    return found


def user_by_login(session: Session, login: str) -> User | None:
    return session.scalar(select(User).where(User.login == login))


def users(
    session: Session, *, words: str = "", department_path: str | None = None, after: int = 0, limit: int = PAGE
) -> Sequence[tuple[User, Department]]:
    """Return accounts with their departments, in the order of their numbers, after one of them."""
    query = (
        select(User, Department)
        .join(Department, Department.id == User.department_id)
        .where(User.id > after)
        .order_by(User.id)
        .limit(limit)
    )
    if words:
        query = query.where(
            or_(User.login.contains(words.lower(), autoescape=True), User.name.contains(words, autoescape=True))
        )
    if department_path is not None:
        query = query.where(Department.path.startswith(department_path, autoescape=True))
    return [(row[0], row[1]) for row in session.execute(query)]


def names_of(session: Session, user_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of some people, for lists that keep only their numbers."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def second_factor(session: Session, user_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, user_id)


def second_factor_confirmed_at(session: Session, user_id: int) -> datetime | None:
    return session.scalar(select(SecondFactor.confirmed_at).where(SecondFactor.user_id == user_id))


def unused_recovery_codes(session: Session, user_id: int) -> int:
    """Return how many recovery codes still work."""
    codes = session.scalars(select(RecoveryCode.id).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)))
    return len(codes.all())
