"""Start what is due, take over what its worker left, wake what waits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from supervision.kernel.db import transaction
from supervision.kernel.module import Platform, Scheduled
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.scheduling.rules import latest_tick
from supervision.kernel.queues.service import enqueue_tick
from supervision.kernel.queues.states import JOB, JobAction, JobState
from supervision.kernel.queues.waking.service import wake, wake_after_commit
from supervision.kernel.queues.working.holding.service import STALE_SECONDS, lock_key

MAX_INTERRUPTIONS = 20
SWEEP_LIMIT = 200
log = structlog.get_logger(__name__)


def start_due(platform: Platform, *, since: datetime, now: datetime) -> list[int]:
    """Ask for the jobs whose tick has come since the scheduler started, or was missed while none ran."""
    started: list[int] = []
    with transaction() as session:
        last = _last_ticks(session)
        for entry in platform_timetable(platform):
            job_id = _start(session, entry, last=last, since=since, now=now)
            if job_id is not None:
                started.append(job_id)
    return started


def platform_timetable(platform: Platform) -> list[Scheduled]:
    """Return every entry of every module's timetable."""
    return [entry for module in platform.modules for entry in module.timetable]


def _start(session: Session, entry: Scheduled, *, last: Mapping[str, datetime], since: datetime, now: datetime) -> int | None:
    tick = latest_tick(entry.cron, now=now)
    known = last.get(entry.job)
    due = tick >= since if known is None else tick > known
    return enqueue_tick(session, entry.job, tick=tick, now=now) if due else None


def _last_ticks(session: Session) -> dict[str, datetime]:
    statement = select(Job.kind, func.max(Job.scheduled_for)).where(Job.scheduled_for.is_not(None)).group_by(Job.kind)
    return {kind: tick for kind, tick in session.execute(statement) if tick is not None}


_STALE = text(
    "SELECT id FROM kernel.job WHERE state = 'running'"
    " AND heartbeat_at < clock_timestamp() - make_interval(secs => :seconds) ORDER BY id LIMIT :limit"
)


def take_over(*, now: datetime, stale_seconds: float = STALE_SECONDS) -> list[int]:
    """Put running jobs that nobody holds any more back into the queue; return their ids."""
    with transaction() as session:
        stale = session.execute(_STALE, {"seconds": stale_seconds, "limit": SWEEP_LIMIT}).scalars().all()
    return [job_id for job_id in stale if _take_over_one(job_id, stale_seconds=stale_seconds, now=now)]


_LOCKED = text("SELECT pg_try_advisory_xact_lock(:key)")
_STILL_STALE = text(
    "SELECT id, interruptions, cancel_asked_at FROM kernel.job WHERE id = :id AND state = 'running'"
    " AND heartbeat_at < clock_timestamp() - make_interval(secs => :seconds) FOR UPDATE"
)
_MOVE = text(
    "UPDATE kernel.job SET state = :state, interruptions = interruptions + 1, error = :error, finished_at = :finished"
    " WHERE id = :id"
)


def _take_over_one(job_id: int, *, stale_seconds: float, now: datetime) -> bool:
    """Take the job's lock first: whoever still holds it is alive, however long its last pulse is ago."""
    with transaction() as session:
        if not session.execute(_LOCKED, {"key": lock_key(job_id)}).scalar_one():
            return False
        row = session.execute(_STILL_STALE, {"id": job_id, "seconds": stale_seconds}).one_or_none()
        if row is None:
            return False
        state = JOB.after(JobState.RUNNING, _after_death(row))
        error = "工作进程多次中断而没有进展，已停止。请联系系统管理员查看日志后再重试" if state == JobState.FAILED else None
        finished = now if state.ended else None
        session.execute(_MOVE, {"id": job_id, "state": state.value, "error": error, "finished": finished})
        if state == JobState.QUEUED:
            wake_after_commit(session, job_id)
    log.warning("job taken over from a dead worker", job_id=job_id, state=state.value)
    return True


def _after_death(row: Row[Any]) -> JobAction:
    if row.cancel_asked_at is not None:
        return JobAction.STOP
    return JobAction.FAIL if row.interruptions + 1 >= MAX_INTERRUPTIONS else JobAction.INTERRUPT


def wake_waiting(*, older_than: timedelta, now: datetime) -> int:
    """Wake workers again for jobs that have waited for some seconds, in case the first call was lost."""
    condition = (Job.state == JobState.QUEUED, Job.created_at < now - older_than)
    with transaction() as session:
        ids = session.execute(select(Job.id).where(*condition).order_by(Job.id).limit(SWEEP_LIMIT)).scalars().all()
    wake(list(ids), again=True)
    return len(ids)


_PRUNE_TICKS = text(
    "DELETE FROM kernel.job AS old WHERE scheduled_for < :before AND state IN ('succeeded', 'cancelled')"
    " AND EXISTS (SELECT 1 FROM kernel.job AS newer WHERE newer.kind = old.kind AND newer.scheduled_for > old.scheduled_for)"
)


def prune_ticks(session: Session, *, older_than: timedelta, now: datetime) -> None:
    """Forget timetable runs of long ago that went well; what people asked for is kept."""
    session.execute(_PRUNE_TICKS, {"before": now - older_than})
