"""Ask for work, call it off, ask for it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.kernel.module import joined
from supervision.kernel.queues.errors import JobAlreadyOpen, JobKindUnknown
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.queries import job_by_id
from supervision.kernel.queues.states import JobAction, JobState
from supervision.kernel.queues.waking.service import wake_after_commit


def enqueue(
    session: Session,
    kind: str,
    *,
    arguments: Mapping[str, Any],
    now: datetime,
    requested_by: str,
    department_id: int | None = None,
    unique_key: str | None = None,
) -> int:
    """Ask for a job in the caller's transaction and return its id; a worker wakes when that commits.

    While a job with the same `unique_key` waits or runs, no second one is made: its id is returned.
    """
    values = {
        "kind": kind,
        "queue": _queue_of(kind),
        "arguments": dict(arguments),
        "requested_by": requested_by,
        "department_id": department_id,
        "unique_key": unique_key,
        "created_at": now,
    }
    statement = insert(Job).values(values).on_conflict_do_nothing().returning(Job.id)
    job_id = session.execute(statement).scalar_one_or_none()
    if job_id is None:
        return _open_job(session, unique_key)
    wake_after_commit(session, job_id)
    return job_id


def enqueue_tick(session: Session, kind: str, *, tick: datetime, now: datetime) -> int | None:
    """Ask for a job of the timetable; `None` when this tick was already taken or the last one is still open."""
    values = {
        "kind": kind,
        "queue": _queue_of(kind),
        "arguments": {},
        "requested_by": "timetable",
        "unique_key": f"timetable:{kind}",
        "scheduled_for": tick,
        "created_at": now,
    }
    statement = insert(Job).values(values).on_conflict_do_nothing().returning(Job.id)
    job_id = session.execute(statement).scalar_one_or_none()
    if job_id is not None:
        wake_after_commit(session, job_id)
    return job_id


def cancel(session: Session, *, job_id: int, now: datetime) -> Job:
    """Call a waiting job off, or ask a running one to stop at its next safe point."""
    job = job_by_id(session, job_id, lock=True)
    job.move(JobAction.CANCEL)
    job.cancel_asked_at = now
    if job.state == JobState.CANCELLED:
        job.finished_at = now
    return job


def retry(session: Session, *, job_id: int) -> Job:
    """Let an ended job go on from where it stopped."""
    job = job_by_id(session, job_id, lock=True)
    if job.unique_key is not None and _open_with(session, job.unique_key) is not None:
        raise JobAlreadyOpen
    job.move(JobAction.RETRY)
    job.error = job.reference = job.result = job.finished_at = job.cancel_asked_at = None
    job.interruptions = 0
    wake_after_commit(session, job.id)
    return job


def _queue_of(kind: str) -> str:
    try:
        return joined().jobs[kind].queue
    except KeyError:
        raise JobKindUnknown(kind=kind) from None


def _open_with(session: Session, unique_key: str | None) -> int | None:
    condition = (Job.unique_key == unique_key, Job.state.in_([JobState.QUEUED, JobState.RUNNING]))
    return session.execute(select(Job.id).where(*condition)).scalar_one_or_none()


def _open_job(session: Session, unique_key: str | None) -> int:
    job_id = _open_with(session, unique_key)
    if job_id is None:  # it ended between the two statements; the caller asks again
        raise JobAlreadyOpen
    return job_id
