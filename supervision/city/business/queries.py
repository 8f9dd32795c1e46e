"""What of the last weeks stands already."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department, Position, User
from supervision.kernel.access import Principal, Scope
from supervision.kernel.clock import legal_date
from supervision.notices.models import Notice
from supervision.notices.states import NoticeState, PoolReason
from supervision.registration.recording.models import Entry

OURS = Entry.source_no.startswith("YT", autoescape=True)


def departments(session: Session) -> Mapping[str, int]:
    """Return the departments by code."""
    return {row.code: row.id for row in session.execute(select(Department.code, Department.id))}


def last_day(session: Session, *, now: datetime) -> date:
    """Return the day up to which the weeks go: today, or the day of the seeding that was interrupted."""
    latest = session.scalar(select(func.max(Entry.received_at)).where(OURS))
    return legal_date(latest or now)


def open_notices(session: Session, *, until: datetime) -> Sequence[Any]:
    """Return the notices that somebody has to do something about, the oldest first; what took its course already is left out."""
    states = (NoticeState.PUSHED, NoticeState.RECEIVED, NoticeState.POOLED)
    columns = (Notice.id, Notice.dedup_key, Notice.state, Notice.department_id, Notice.made_at)
    wanted = select(*columns).join(Entry, Entry.id == Notice.entry_id).where(OURS, Notice.state.in_(states))
    fresh = Notice.pool_reason.is_distinct_from(PoolReason.RETURNED)
    mine = (fresh, Notice.claimed_at.is_(None), Notice.made_at < until)
    return list(session.execute(wanted.where(*mine).order_by(Notice.id)))


def clerks(session: Session) -> Mapping[int, Principal]:
    """Return for each department the person who handles its notices."""
    wanted = (
        select(User.id, User.name, Department.id.label("department_id"), Department.short_name, Department.path)
        .join(Position, Position.user_id == User.id)
        .join(Department, Department.id == Position.department_id)
        .where(User.login.startswith("entry-", autoescape=True))
    )
    return {row.department_id: _clerk(row) for row in session.execute(wanted)}


def _clerk(row: object) -> Principal:
    values = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - the public name of a row's mapping
    permissions = frozenset({"notices.read", "notices.handle", "notices.claim"})
    scope = (Scope(department_path=values["path"]),)
    return Principal(
        "person", values["id"], values["name"], values["department_id"], values["short_name"], "", permissions, scope
    )
