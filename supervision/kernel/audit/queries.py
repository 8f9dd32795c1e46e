"""What the audit administrator looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from supervision.kernel.audit.models import AccessEntry, AuditEntry


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are wanted; what is `None` does not narrow."""

    actor: str | None = None
    action: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def entries(session: Session, *, asked: Asked, below: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
    """Return acts, newest first; `below` is the last number of the page before."""
    wanted = select(AuditEntry).where(*_narrow(AuditEntry, asked)).order_by(AuditEntry.seq.desc()).limit(limit)
    return session.scalars(wanted if below is None else wanted.where(AuditEntry.seq < below)).all()


def readings(session: Session, *, asked: Asked, below: int | None = None, limit: int = 50) -> Sequence[AccessEntry]:
    """Return readings, newest first; `below` is the last number of the page before."""
    wanted = select(AccessEntry).where(*_narrow(AccessEntry, asked)).order_by(AccessEntry.id.desc()).limit(limit)
    return session.scalars(wanted if below is None else wanted.where(AccessEntry.id < below)).all()


def actions(session: Session) -> Sequence[str]:
    """Return the kinds of acts that the chain holds."""
    return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def length(session: Session) -> int:
    """Return the number of the last act."""
    return session.scalar(select(func.coalesce(func.max(AuditEntry.seq), 0))) or 0


def _narrow(table: type[AuditEntry] | type[AccessEntry], asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [
        getattr(table, name) == value
        for name in ("actor", "action", "object_kind", "object_id")
        if (value := getattr(asked, name)) is not None
    ]
    if asked.since is not None:
        conditions.append(table.at >= asked.since)
    if asked.until is not None:
        conditions.append(table.at < asked.until)
    return conditions
