"""Whom a person follows and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from supervision.archive.following.models import Follow
from supervision.archive.subjects.sourcing.rules import source_order, source_rank_sql
from supervision.archive.subjects.withholding.rules import scope_values, shared_sql
from supervision.kernel.access import Principal

PERSON: Final = "person"
CURRENT_NAME: Final = """(SELECT n.name FROM archive.name n WHERE n.subject_id = s.id AND n.known_to IS NULL
    ORDER BY n.former, n.valid_from DESC NULLS LAST, n.id DESC LIMIT 1)"""
TOLD: Final = f"""NOT EXISTS (SELECT FROM archive.event told JOIN archive.record x ON x.id = told.link_id
    WHERE told.id = c.event_id AND told.link_kind = 'record' AND NOT {shared_sql("x")})"""


@dataclass(frozen=True, slots=True)
class Followed:
    """One subject that a person follows."""

    subject_id: int
    name: str | None
    code: str | None
    state: str | None
    since: datetime
    unseen: int


@dataclass(frozen=True, slots=True)
class Change:
    """One event that came."""

    subject_id: int
    name: str | None
    kind: str
    summary: str
    occurred_on: date | None
    department: str
    arrived_at: datetime
    seen: bool


def follows(session: Session, *, user_id: int, subject_id: int) -> bool:
    """Tell whether a person follows a subject."""
    return bool(session.scalar(select(exists().where(Follow.user_id == user_id, Follow.subject_id == subject_id))))


def unseen(session: Session, principal: Principal) -> int:
    """Return how many changes wait for a person."""
    if principal.kind != PERSON:
        return 0
    statement = text(f"""
        SELECT count(*) FROM archive.follow_change c
        WHERE c.user_id = :user_id AND c.seen_at IS NULL AND {TOLD}""")  # noqa: S608  # a constant of this file
    return session.scalar(statement, {"user_id": principal.id, **scope_values(principal.scopes)}) or 0


def followed(session: Session, principal: Principal, *, on: date) -> Sequence[Followed]:
    """Return whom a person follows, those with news first."""
    statement = text(f"""
        SELECT s.id AS subject_id, {CURRENT_NAME} AS name, r.code, r.state, f.since, (
            SELECT count(*) FROM archive.follow_change c
            WHERE c.user_id = f.user_id AND c.subject_id = f.subject_id AND c.seen_at IS NULL AND {TOLD}) AS unseen
        FROM archive.follow f JOIN archive.subject s ON s.id = f.subject_id
        LEFT JOIN LATERAL (SELECT r.code, r.state FROM archive.registration r WHERE r.subject_id = s.id AND r.known_to IS NULL
            AND r.valid_to IS NULL ORDER BY {source_rank_sql("r.department_id")}, r.known_from DESC LIMIT 1) r ON true
        WHERE f.user_id = :user_id ORDER BY unseen DESC, f.since DESC LIMIT 500""")  # noqa: S608  # a constant of this file
    given = {"user_id": principal.id, "sources": list(source_order(on)), **scope_values(principal.scopes)}
    return [Followed(**row) for row in _mappings(session, statement, given)]


def changes(session: Session, principal: Principal, *, most: int) -> Sequence[Change]:
    """Return what came last."""
    statement = text(f"""
        SELECT c.subject_id, {CURRENT_NAME} AS name, e.kind, e.summary, e.occurred_on, d.name AS department, c.arrived_at,
               c.seen_at IS NOT NULL AS seen
        FROM archive.follow_change c JOIN archive.event e ON e.id = c.event_id JOIN archive.subject s ON s.id = c.subject_id
        JOIN accounts.department d ON d.id = e.department_id
        WHERE c.user_id = :user_id AND {TOLD} ORDER BY c.arrived_at DESC, c.event_id DESC LIMIT :most""")  # noqa: S608  # a constant of this file
    given = {"user_id": principal.id, "most": most, **scope_values(principal.scopes)}
    return [Change(**row) for row in _mappings(session, statement, given)]


def _mappings(session: Session, statement: Any, given: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(statement, given).mappings()]
