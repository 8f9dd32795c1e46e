"""Which jobs there are, how far they are, and who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from supervision.kernel.access import Principal
from supervision.kernel.queues.errors import JobNotFound
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.states import JobState


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page of the list, with what a pager needs."""

    items: Sequence[Job]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def job_by_id(session: Session, job_id: int, *, lock: bool = False) -> Job:
    """Return a job, locked for a change if asked."""
    statement = select(Job).where(Job.id == job_id)
    job = session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if job is None:
        raise JobNotFound
    return job


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the jobs that somebody may see: all, or the department's and one's own."""
    if any(scope.department_path is None and scope.division is None for scope in principal.scopes):
        return true()
    return or_(Job.department_id == principal.department_id, Job.requested_by == principal.name)


def job_for(session: Session, principal: Principal, job_id: int) -> Job:
    """Return a job that this person may see; another's looks as if it did not exist."""
    statement = select(Job).where(Job.id == job_id, visible(principal))
    job = session.execute(statement).scalar_one_or_none()
    if job is None:
        raise JobNotFound
    return job


def jobs_page(session: Session, principal: Principal, *, state: JobState | None, number: int, size: int = 50) -> JobPage:
    """Return one page of the visible jobs, the latest first."""
    condition = visible(principal) if state is None else visible(principal) & (Job.state == state)
    total = session.execute(select(func.count()).select_from(Job).where(condition)).scalar_one()
    statement = select(Job).where(condition).order_by(Job.id.desc()).limit(size).offset((number - 1) * size)
    return JobPage(session.execute(statement).scalars().all(), number, size, total)


def counts_by_state(session: Session, principal: Principal) -> dict[JobState, int]:
    """Return how many visible jobs stand in each state."""
    rows = session.execute(select(Job.state, func.count()).where(visible(principal)).group_by(Job.state))
    return {JobState(state): count for state, count in rows}


def open_count(session: Session, principal: Principal) -> int:
    """Return how many visible jobs wait or run, for the navigation."""
    condition = Job.state.in_([JobState.QUEUED, JobState.RUNNING])
    return session.execute(select(func.count()).select_from(Job).where(condition, visible(principal))).scalar_one()
