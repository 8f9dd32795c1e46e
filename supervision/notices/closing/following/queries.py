"""What is followed, and which matters go to the random checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.notices.closing.errors import FollowUpUnknown
from supervision.notices.closing.models import CheckMatter, FollowUp
from supervision.notices.closing.queries import visible
from supervision.notices.closing.states import FollowMode, FollowState
from supervision.notices.models import Notice

SIZE = 50
RUNNING = (FollowState.AWAITING, FollowState.OPEN)


@dataclass(frozen=True, slots=True)
class FollowLine:
    """One follow-up with its notice."""

    follow_up: FollowUp
    notice: Notice
    office: str

    @property
    def mode(self) -> FollowMode:
        return FollowMode(self.follow_up.mode)

    @property
    def state(self) -> FollowState:
        return FollowState(self.follow_up.state)

    def late(self, on: date) -> bool:
        return self.state is FollowState.OPEN and self.follow_up.due_on is not None and self.follow_up.due_on < on


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter for the random checks."""

    matter: CheckMatter
    name: str
    code: str | None
    office: str


def follow_ups(session: Session, principal: Principal, *, view: str, after: int, today: date) -> Sequence[FollowLine]:
    """Return follow-ups, those whose clock ends first in front; `after` counts how many came before."""
    rows = (
        select(FollowUp, Notice, Department.short_name)
        .join(Notice, Notice.id == FollowUp.notice_id)
        .join(Department, Department.id == FollowUp.department_id)
        .where(visible(principal))
    )
    if view == "done":
        rows = rows.where(FollowUp.state.not_in(RUNNING)).order_by(FollowUp.settled_at.desc(), FollowUp.id.desc())
    else:
        rows = rows.where(FollowUp.state.in_(RUNNING)).order_by(FollowUp.due_on.nulls_last(), FollowUp.id)
    if view == "late":
        rows = rows.where(FollowUp.due_on < today)
    return [FollowLine(*row) for row in session.execute(rows.offset(after).limit(SIZE + 1))]


def matters(session: Session, principal: Principal, *, after: int) -> Sequence[MatterLine]:
    """Return what the random checks shall cover, the latest first."""
    rows = (
        select(CheckMatter, Notice.name, Notice.code, Department.short_name)
        .join(Notice, Notice.id == CheckMatter.notice_id)
        .join(Department, Department.id == CheckMatter.department_id)
        .where(visible(principal), CheckMatter.ended_on.is_(None))
        .order_by(CheckMatter.id.desc())
    )
    return [MatterLine(*row) for row in session.execute(rows.offset(after).limit(SIZE + 1))]


def late(session: Session, principal: Principal, *, today: date) -> int:
    """Return how many follow-ups are past their day."""
    rows: Any = select(func.count()).select_from(FollowUp).join(Department, Department.id == FollowUp.department_id)
    return session.scalar(rows.where(FollowUp.state == FollowState.OPEN, FollowUp.due_on < today, visible(principal))) or 0


def follow_up_for(session: Session, principal: Principal, follow_up_id: int) -> tuple[FollowUp, Notice]:
    """Return a follow-up of the acting department, held until the transaction ends."""
    rows = select(FollowUp, Notice).join(Notice, Notice.id == FollowUp.notice_id)
    mine = (FollowUp.id == follow_up_id, FollowUp.department_id == principal.department_id)
    found = session.execute(rows.where(*mine).with_for_update(of=FollowUp)).one_or_none()
    if found is None:
        raise FollowUpUnknown
    return found[0], found[1]
