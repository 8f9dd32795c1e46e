"""Which jobs there are, how far they are, and who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from supervision.kernel.access import Principal
from supervision.kernel.queues.errors import JobNotFound
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.states import JobState


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page of the list."""

    items: Sequence[Job]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


class JobGroup(StrEnum):
    """How the list is filtered."""

    OPEN = "open"
    FAILED = "failed"
    ENDED = "ended"
    ALL = "all"

    @property
    def label(self) -> str:
        return {"open": "等待和进行中", "failed": "未完成", "ended": "已完成或取消", "all": "全部"}[self.value]

    @property
    def states(self) -> tuple[JobState, ...]:
        return _GROUPS[self]


_GROUPS = {
    JobGroup.OPEN: (JobState.QUEUED, JobState.RUNNING),
    JobGroup.FAILED: (JobState.FAILED,),
    JobGroup.ENDED: (JobState.SUCCEEDED, JobState.CANCELLED),
    JobGroup.ALL: tuple(JobState),
}


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
    own = Job.requested_by == f"{principal.kind}:{principal.id}"
    if principal.department_id is None:
        return own
    return or_(Job.department_id == principal.department_id, own)


def job_for(session: Session, principal: Principal, job_id: int) -> Job:
    """Return a job that this person may see; another's looks as if it did not exist."""
    statement = select(Job).where(Job.id == job_id, visible(principal))
    job = session.execute(statement).scalar_one_or_none()
    if job is None:
        raise JobNotFound
    return job


def listed(principal: Principal, *, timetable: bool) -> ColumnElement[bool]:
    """Return the condition for the list: the timetable's own jobs only when asked for."""
    return visible(principal) if timetable else and_(visible(principal), Job.scheduled_for.is_(None))


def jobs_page(session: Session, *, condition: ColumnElement[bool], group: JobGroup, number: int, size: int = 50) -> JobPage:
    """Return one page of the listed jobs of a group, the latest first."""
    chosen = and_(condition, Job.state.in_(group.states))
    total = session.execute(select(func.count()).select_from(Job).where(chosen)).scalar_one()
    statement = select(Job).where(chosen).order_by(Job.id.desc()).limit(size).offset((number - 1) * size)
    return JobPage(session.execute(statement).scalars().all(), number, size, total)


def counts_by_group(session: Session, *, condition: ColumnElement[bool]) -> dict[JobGroup, int]:
    """Return how many listed jobs stand in each group."""
    rows = session.execute(select(Job.state, func.count()).where(condition).group_by(Job.state))
    counts = {JobState(state): count for state, count in rows}
    return {group: sum(counts.get(state, 0) for state in group.states) for group in JobGroup}


def open_count(session: Session, principal: Principal) -> int:
    """Return how many visible jobs wait or run, for the navigation."""
    condition = Job.state.in_([JobState.QUEUED, JobState.RUNNING])
    return session.execute(select(func.count()).select_from(Job).where(condition, visible(principal))).scalar_one()
