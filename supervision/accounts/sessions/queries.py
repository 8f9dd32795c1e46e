"""Who is signed in, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.accounts.people.models import SecondFactor, User
from supervision.accounts.roles.models import Position, Role
from supervision.accounts.roles.queries import in_force
from supervision.accounts.roles.rules import scope_of
from supervision.accounts.sessions.errors import SessionNotFound
from supervision.accounts.sessions.models import LoginSession
from supervision.accounts.sessions.states import SessionState
from supervision.kernel.access import Principal, Scope


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
    login, user, factor, position, role, department = (
        LoginSession.__table__.c,
        User.__table__.c,
        SecondFactor.__table__.c,
        Position.__table__.c,
        Role.__table__.c,
        Department.__table__.c,
    )
    query = (
        select(
            login.id.label("session_id"),
            login.last_seen_at,
            login.idle_minutes,
            login.expires_at,
            login.position_id.label("chosen"),
            user.id.label("user_id"),
            user.name,
            user.must_change,
            user.password_set_at,
            user.demo,
            user.department_id.label("home_id"),
            position.id.label("position_id"),
            position.division,
            role.label,
            role.permissions,
            role.reach,
            role.second_factor,
            factor.confirmed_at.label("factor_at"),
            department.id.label("department_id"),
            department.short_name,
            department.path,
            department.division.label("department_division"),
        )
        .select_from(LoginSession.__table__)
        .join(User.__table__, user.id == login.user_id)
        .outerjoin(SecondFactor.__table__, factor.user_id == user.id)
        .outerjoin(Position.__table__, and_(position.user_id == user.id, in_force(on)))
        .outerjoin(Role.__table__, role.code == position.role_code)
        .outerjoin(Department.__table__, department.id == position.department_id)
        .where(login.token_hash == token_hash, login.state == SessionState.OPEN, user.state == "active")
        .order_by(position.id)
    )
    rows = session.execute(query).all()
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
