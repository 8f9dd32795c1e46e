"""Wake a worker for a job once its row is committed."""

from contextlib import suppress

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job as Call
from rq.job import JobStatus
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from supervision.kernel.db import reading
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.states import JobState

WORK = "supervision.kernel.queues.working.jobs.work"
PENDING = "supervision.queues.to_wake"
log = structlog.get_logger(__name__)


class _Bound:
    connection: Redis | None = None


def bind(url: str) -> Redis:
    """Join this process to the queue store; it is contacted only when there is something to say."""
    _Bound.connection = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=1, retry=Retry(NoBackoff(), 1))
    return _Bound.connection


def unbind() -> None:
    """Say nothing from here on; the sweep of a process that is joined finds the work."""
    if _Bound.connection is not None:
        _Bound.connection.close()
    _Bound.connection = None


def wake_after_commit(session: Session, job_id: int) -> None:
    """Remember to wake a worker if and only if the transaction commits."""
    session.info.setdefault(PENDING, []).append(job_id)


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint ended, the transaction did not
        return
    job_ids = session.info.pop(PENDING, [])
    if job_ids:
        wake(job_ids)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(PENDING, None)


def wake(job_ids: list[int], *, again: bool = False) -> None:
    """Tell the workers about queued jobs; what cannot be told now is noted and left to the sweep.

    Told `again`, what stands in its queue already is passed over, all of it in one question to the queue store.
    """
    if _Bound.connection is None:
        return
    try:
        told: dict[str, set[str]] = {}
        for job_id, name, attempts in _queued(job_ids):
            queue, call = Queue(name, connection=_Bound.connection), f"job-{job_id}-{attempts}"
            if again and name not in told:
                told[name] = set(queue.get_job_ids())
            if call not in told.get(name, ()):
                _call(queue, call, job_id)
    except (RedisError, SQLAlchemyError) as error:
        log.warning("no worker could be woken; the sweep will do it", jobs=len(job_ids), error=str(error))


def _queued(job_ids: list[int]) -> list[tuple[int, str, int]]:
    with reading() as session:
        condition = (Job.id.in_(job_ids), Job.state == JobState.QUEUED)
        jobs = session.execute(select(Job).where(*condition).order_by(Job.id)).scalars()
        return [(job.id, job.queue, job.attempts) for job in jobs]


def _call(queue: Queue, name: str, job_id: int) -> None:
    """Put one call into the queue unless it is there; its name carries the attempt, so that a dead call blocks no later one."""
    try:
        _put(queue, name, job_id)
    except DuplicateJobError:
        if _lost(queue, name):
            Call.fetch(name, connection=queue.connection).delete()
            with suppress(DuplicateJobError):  # another process found it lost at the same moment, and was first
                _put(queue, name, job_id)


def _put(queue: Queue, name: str, job_id: int) -> None:
    queue.enqueue_call(WORK, args=(job_id,), job_id=name, unique=True, timeout=-1, result_ttl=0, failure_ttl=0)


def _lost(queue: Queue, name: str) -> bool:
    """Tell whether a call is known to the queue store but will never be made, since its worker died on it."""
    try:
        status = Call.fetch(name, connection=queue.connection).get_status()
    except NoSuchJobError:
        return False
    return status != JobStatus.QUEUED or queue.get_job_position(name) is None
