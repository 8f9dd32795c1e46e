"""Which roles there are and who holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.accounts.people.models import User
from supervision.accounts.roles.errors import PositionNotFound, RoleNotFound
from supervision.accounts.roles.models import Position, Role
from supervision.accounts.roles.rules import Holding


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A position with the names that a list shows."""

    position: Position
    role: Role
    department: Department


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role today."""

    position: Position
    user: User
    department: Department


def role(session: Session, code: str) -> Role:
    """Return a role or refuse."""
    found = session.get(Role, code)
    if found is None:
        raise RoleNotFound(role=code[:32])
    return found


def roles(session: Session) -> Sequence[Role]:
    """Return every role, administrators last."""
    return session.scalars(select(Role).order_by(Role.administrator, Role.label)).all()


def in_force(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that keeps positions which hold on a day."""
    return and_(
        Position.revoked_at.is_(None),
        Position.valid_from <= on,
        or_(Position.valid_to.is_(None), Position.valid_to >= on),
    )


def holdings(session: Session, user_id: int) -> list[Holding]:
    """Return what a person holds or will hold, for comparing with something new."""
    query = (
        select(Position, Role)
        .join(Role, Role.code == Position.role_code)
        .where(Position.user_id == user_id, Position.revoked_at.is_(None))
    )
    return [
        Holding(
            role_code=role.code,
            label=role.label,
            administrator=role.administrator,
            valid_from=position.valid_from,
            valid_to=position.valid_to,
        )
        for position, role in session.execute(query)
    ]


def positions_of(session: Session, user_id: int) -> list[PositionLine]:
    """Return every position of a person, those that still hold first."""
    query = (
        select(Position, Role, Department)
        .join(Role, Role.code == Position.role_code)
        .join(Department, Department.id == Position.department_id)
        .where(Position.user_id == user_id)
        .order_by(Position.revoked_at.is_not(None), Position.valid_from.desc(), Position.id.desc())
    )
    return [PositionLine(*row) for row in session.execute(query)]


def duties_of(session: Session, user_id: int, *, on: date) -> list[PositionLine]:
    """Return the positions of a person that hold on a day, in the order in which they were granted."""
    query = (
        select(Position, Role, Department)
        .join(Role, Role.code == Position.role_code)
        .join(Department, Department.id == Position.department_id)
        .where(Position.user_id == user_id, in_force(on))
        .order_by(Position.id)
    )
    return [PositionLine(*row) for row in session.execute(query)]


def position_of(session: Session, *, user_id: int, position_id: int) -> Position:
    """Return one position of one person, held until the transaction ends."""
    found = session.get(Position, position_id, with_for_update=True, populate_existing=True)
    if found is None or found.user_id != user_id:
        raise PositionNotFound
    return found


def holders(session: Session, role_code: str, *, on: date, limit: int = 200) -> list[Holder]:
    """Return who holds a role on a day."""
    query = (
        select(Position, User, Department)
        .join(User, User.id == Position.user_id)
        .join(Department, Department.id == Position.department_id)
        .where(Position.role_code == role_code, in_force(on), User.state == "active")
        .order_by(Department.path, User.id)
        .limit(limit)
    )
    return [Holder(*row) for row in session.execute(query)]
