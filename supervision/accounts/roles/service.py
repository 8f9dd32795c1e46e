"""Granting and revoking positions."""

import json
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.accounts.departments.queries import department as find_department
from supervision.accounts.departments.rules import plain_division
from supervision.accounts.people.queries import user_for_change
from supervision.accounts.people.service import refuse_oneself
from supervision.accounts.roles import queries
from supervision.accounts.roles.errors import PositionEndsBeforeItBegins, PositionHeld, PositionRevoked
from supervision.accounts.roles.models import Position, Role
from supervision.accounts.roles.rules import Holding, keeps_administrators_apart
from supervision.kernel import audit, clock

SOURCE = Path(__file__).parent / "data" / "roles.json"
FLAGS = ("administrator", "one_session", "second_factor")


def load_roles(session: Session, *, actor: str, now: datetime) -> int:
    """Bring the roles in step with their file and return how many changed; running it again changes nothing."""
    wanted = [{**dict.fromkeys(FLAGS, False), **row} for row in json.loads(SOURCE.read_text(encoding="utf-8"))]
    changed = [row for row in wanted if not _stands(session, row)]
    for row in changed:
        session.execute(insert(Role).values(**row).on_conflict_do_update(index_elements=[Role.code], set_=row))
        audit.record(
            session,
            actor=actor,
            action="accounts.role.load",
            object_kind="role",
            object_id=row["code"],
            detail={"permissions": row["permissions"], "reach": row["reach"]},
            now=now,
        )
    session.expire_all()
    return len(changed)


def grant_position(
    session: Session,
    *,
    user_id: int,
    role_code: str,
    department_id: int,
    division: str | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    actor: str,
    now: datetime,
) -> Position:
    """Give a person a role in a department; nobody grants to oneself."""
    refuse_oneself(user_id, actor)
    user = user_for_change(session, user_id)
    role = queries.role(session, role_code)
    begins = valid_from or clock.legal_date(now)
    if valid_to is not None and valid_to < begins:
        raise PositionEndsBeforeItBegins
    added = Holding(role.code, role.label, role.administrator, begins, valid_to)
    keeps_administrators_apart(queries.holdings(session, user.id), added)
    position = Position(
        user_id=user.id,
        role_code=role.code,
        department_id=find_department(session, department_id).id,
        division=plain_division(division),
        valid_from=begins,
        valid_to=valid_to,
        granted_by=actor,
        granted_at=now,
    )
    _refuse_held(session, position, role)
    session.add(position)
    session.flush()
    _record(session, "accounts.position.grant", position, actor=actor, now=now)
    return position


def revoke_position(session: Session, *, user_id: int, position_id: int, actor: str, now: datetime) -> Position:
    """Take a position back at once: the next request of the person no longer has it."""
    refuse_oneself(user_id, actor)
    position = queries.position_of(session, user_id=user_id, position_id=position_id)
    if position.revoked_at is not None:
        raise PositionRevoked
    position.revoked_at = now
    position.revoked_by = actor
    _record(session, "accounts.position.revoke", position, actor=actor, now=now)
    return position


def _stands(session: Session, row: dict[str, object]) -> bool:
    role = session.get(Role, row["code"])
    return role is not None and all(getattr(role, field) == value for field, value in row.items())


def _refuse_held(session: Session, position: Position, role: Role) -> None:
    held = session.scalar(
        select(Position.id).where(
            Position.user_id == position.user_id,
            Position.role_code == position.role_code,
            Position.department_id == position.department_id,
            Position.division.is_not_distinct_from(position.division),
            Position.revoked_at.is_(None),
            Position.valid_to.is_(None),
        )
    )
    if held is not None:
        raise PositionHeld(role=role.label)


def _record(session: Session, action: str, position: Position, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="user",
        object_id=position.user_id,
        detail={
            "position": position.id,
            "role": position.role_code,
            "department": position.department_id,
            "division": position.division,
            "valid_from": position.valid_from.isoformat(),
            "valid_to": position.valid_to.isoformat() if position.valid_to else None,
        },
        now=now,
        department_id=position.department_id,
    )
