"""What a machine that watches the platform asks the database."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.kernel.settings import PROJECT


@cache
def newest_revision() -> str | None:
    """Return the migration that this code was written for."""
    return ScriptDirectory.from_config(Config(PROJECT / "alembic.ini")).get_current_head()


def is_migrated(session: Session) -> bool:
    """Tell whether the database has the shape that this code was written for."""
    return bool(session.scalar(text("SELECT version_num FROM public.alembic_version")) == newest_revision())


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be done, and since when."""

    jobs: dict[tuple[str, str], int]
    undelivered: int
    parked: int
    oldest_undelivered_seconds: float
    audit_entries: int
    unsealed_readings: int


_JOBS = text("SELECT queue, state, count(*) FROM kernel.job WHERE state IN ('queued', 'running') GROUP BY queue, state")
_OUTBOX = text(
    "SELECT count(*) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NOT NULL), "
    "min(created_at) FILTER (WHERE parked_at IS NULL) "
    "FROM kernel.outbox_delivery WHERE delivered_at IS NULL AND given_up_at IS NULL"
)
_AUDIT = text("SELECT coalesce(max(seq), 0) FROM kernel.audit_entry")
_UNSEALED = text(
    "SELECT count(*) FROM kernel.access_log WHERE id > coalesce((SELECT (detail::jsonb ->> 'last')::bigint "
    "FROM kernel.audit_entry WHERE action = 'audit.access-sealed' ORDER BY seq DESC LIMIT 1), 0)"
)


def backlog(session: Session, *, now: datetime) -> Backlog:
    """Return how much work is open."""
    undelivered, parked, oldest = session.execute(_OUTBOX).one()
    return Backlog(
        jobs={(queue, state): count for queue, state, count in session.execute(_JOBS)},
        undelivered=undelivered,
        parked=parked,
        oldest_undelivered_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        audit_entries=session.scalar(_AUDIT) or 0,
        unsealed_readings=session.scalar(_UNSEALED) or 0,
    )
