"""Who is signed in, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, and_, bindparam, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.accounts.people.models import SecondFactor, User
from supervision.accounts.people.states import UserState
from supervision.accounts.roles.models import Position, Role
from supervision.accounts.roles.queries import in_force
from supervision.accounts.roles.rules import scope_of
from supervision.accounts.sessions.errors import SessionNotFound
from supervision.accounts.sessions.models import LoginSession
from supervision.accounts.sessions.states import SessionState
from supervision.kernel.access import Principal, Scope

COLUMNS = (
    LoginSession.id.label("session_id"),
    LoginSession.last_seen_at,
    LoginSession.idle_minutes,
    LoginSession.expires_at,
    LoginSession.position_id.label("chosen"),
    User.id.label("user_id"),
    User.name,
    User.must_change,
    User.password_set_at,
    User.demo,
    User.department_id.label("home_id"),
    Position.id.label("position_id"),
    Position.division,
    Role.label,
    Role.permissions,
    Role.reach,
    Role.second_factor,
    SecondFactor.confirmed_at.label("factor_at"),
    Department.id.label("department_id"),
    Department.short_name,
    Department.path,
    Department.division.label("department_division"),
)
WHO = (
    select(*COLUMNS)
    .select_from(LoginSession)
    .join(User, User.id == LoginSession.user_id)
    .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    .outerjoin(Position, and_(Position.user_id == User.id, in_force(bindparam("day", type_=Date))))
    .outerjoin(Role, Role.code == Position.role_code)
    .outerjoin(Department, Department.id == Position.department_id)
    .where(
        LoginSession.token_hash == bindparam("token"),
        LoginSession.state == SessionState.OPEN,
        User.state == UserState.ACTIVE,
    )
    .order_by(Position.id)
)


@dataclass(frozen=True, slots=True)
class Found:
    """What one query tells about the sender of a token."""

    principal: Principal
    last_seen_at: datetime
    must_change: bool
    password_set_at: datetime
    demo: bool
    factor_missing: bool


def by_token_hash(session: Session, token_hash: bytes) -> LoginSession | None:
    return session.scalar(select(LoginSession).where(LoginSession.token_hash == token_hash))


def open_sessions(session: Session, user_id: int, *, now: datetime) -> Sequence[LoginSession]:
    """Return where a person is signed in, the latest first."""
    rows = session.scalars(
        select(LoginSession)
        .where(LoginSession.user_id == user_id, LoginSession.state == SessionState.OPEN)
        .order_by(LoginSession.last_seen_at.desc())
    )
    return [row for row in rows if row.alive(now)]


def session_of(session: Session, *, user_id: int, session_id: int) -> LoginSession:
    """Return one session of one person, held until the transaction ends."""
    found = session.get(LoginSession, session_id, with_for_update=True, populate_existing=True)
    if found is None or found.user_id != user_id:
        raise SessionNotFound
    return found


def who(session: Session, token_hash: bytes, *, now: datetime, on: date) -> Found | None:
    """Return who sends a token, in one query by an indexed hash; nobody when the session ended in any way."""
    rows = session.execute(WHO, {"token": token_hash, "day": on}).all()
    if not rows:
        return None
    first = rows[0]
    if now >= first.expires_at or now >= first.last_seen_at + timedelta(minutes=first.idle_minutes):
        return None
    return Found(
        principal=_principal(rows),
        last_seen_at=first.last_seen_at,
        must_change=first.must_change,
        password_set_at=first.password_set_at,
        demo=first.demo,
        factor_missing=first.factor_at is None and not first.demo and any(row.second_factor for row in rows),
    )


def _principal(rows: Sequence[Any]) -> Principal:
    """Build the person in the chosen duty: the roles held in the same department and division, and none from elsewhere."""
    held = [row for row in rows if row.position_id is not None]
    first = next((row for row in held if row.position_id == rows[0].chosen), held[0] if held else None)
    if first is None:
        return Principal("person", rows[0].user_id, rows[0].name, rows[0].home_id, session_id=rows[0].session_id)
    duty = [row for row in held if (row.department_id, row.division) == (first.department_id, first.division)]
    return Principal(
        kind="person",
        id=first.user_id,
        name=first.name,
        department_id=first.department_id,
        department_name=first.short_name,
        position="、".join(row.label for row in duty),
        permissions=frozenset(permission for row in duty for permission in row.permissions),
        scopes=_scopes(duty),
        session_id=first.session_id,
    )


def _scopes(duty: Sequence[Any]) -> tuple[Scope, ...]:
    scopes = (
        scope_of(reach=row.reach, department_path=row.path, department_division=row.department_division, division=row.division)
        for row in duty
    )
    return tuple(dict.fromkeys(scopes))
