"""What waits for a department's word about a licence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.archive.subjects.models import Record
from supervision.kernel.access import Principal
from supervision.kernel.db import reading
from supervision.notices.closing.errors import ProposalUnknown
from supervision.notices.closing.models import Proposal
from supervision.notices.closing.states import ProposalState
from supervision.notices.models import Notice

SHOWN = 100


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A licence that may be the one, beside its notice."""

    proposal: Proposal
    notice: Notice
    record: Record
    office: str | None


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the departments whose notices somebody may read."""
    return or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))


def _open(principal: Principal) -> Any:
    return (
        select(Proposal, Notice, Record, Department.short_name)
        .join(Notice, Notice.id == Proposal.notice_id)
        .join(Record, Record.id == Proposal.record_id)
        .join(Department, Department.id == Notice.department_id)
        .where(Proposal.state == ProposalState.OPEN, visible(principal))
    )


def proposals(session: Session, principal: Principal, *, notice_id: int | None = None) -> Sequence[ProposalLine]:
    """Return what is open, the surest first."""
    rows = _open(principal).order_by(Proposal.certainty.desc(), Proposal.id).limit(SHOWN)
    if notice_id is not None:
        rows = rows.where(Proposal.notice_id == notice_id)
    return [ProposalLine(*row) for row in session.execute(rows)]


def waiting(session: Session, principal: Principal) -> int:
    """Return how many are open, for the navigation."""
    return session.scalar(select(func.count()).select_from(_open(principal).subquery())) or 0


def proposal_for(session: Session, principal: Principal, proposal_id: int) -> tuple[Proposal, Notice]:
    """Return a proposal about a notice of the acting department, held until the transaction ends."""
    rows = select(Proposal, Notice).join(Notice, Notice.id == Proposal.notice_id)
    mine = (Proposal.id == proposal_id, Notice.department_id == principal.department_id)
    found = session.execute(rows.where(*mine).with_for_update(of=Proposal)).one_or_none()
    if found is None:
        raise ProposalUnknown
    return found[0], found[1]


def proposals_of(principal: Principal, notice_id: int) -> Sequence[ProposalLine]:
    """Return what is open about one notice, for its page."""
    with reading() as session:
        return proposals(session, principal, notice_id=notice_id)
