"""Which notices an entry led to, for the registrar who sent it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.notices.models import Notice
from supervision.notices.states import NoticeState


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: what it is about, who has it, how far it is."""

    id: int
    number: str
    item: str | None
    office: str | None
    state: NoticeState


def told_of(session: Session, entry_id: int) -> Sequence[Told]:
    """Return the notices of an entry in the order of their numbers."""
    statement = (
        select(Notice.id, Notice.number, Notice.item_name, Department.short_name, Notice.state)
        .outerjoin(Department, Department.id == Notice.department_id)
        .where(Notice.entry_id == entry_id)
        .order_by(Notice.id)
    )
    return [Told(*row[:4], NoticeState(row[4])) for row in session.execute(statement)]
