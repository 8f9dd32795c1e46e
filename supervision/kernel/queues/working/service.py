"""What happens to a job from its claim to its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import structlog
from sqlalchemy import CursorResult, Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from supervision.kernel.db import transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.module import Platform
from supervision.kernel.queues.errors import JobKindUnknown, JobTakenOver
from supervision.kernel.queues.states import JobState
from supervision.kernel.queues.working.holding.service import Hold, hold

RESTARTING = {None, "57P01", "57P02", "57P03", "40001", "40P01", "25006"}
log = structlog.get_logger(__name__)

_PROGRESS = text(
    "UPDATE kernel.job SET interruptions = CASE WHEN :done > done THEN 0 ELSE interruptions END,"
    " done = :done, total = :total, message = :message, heartbeat_at = clock_timestamp()"
    " WHERE id = :id AND attempts = :attempt AND state = 'running'"
)
_CANCEL_ASKED = text("SELECT cancel_asked_at IS NOT NULL FROM kernel.job WHERE id = :id")
_CLAIM = text(
    "UPDATE kernel.job SET state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()),"
    " heartbeat_at = clock_timestamp() WHERE id = :id AND state = 'queued'"
    " RETURNING id, kind, arguments, attempts, requested_by, department_id"
)
_FINISH = text(
    "UPDATE kernel.job SET state = :state, result = :result, error = :error, reference = :reference,"
    " finished_at = clock_timestamp(), heartbeat_at = clock_timestamp()"
    " WHERE id = :id AND attempts = :attempt AND state = 'running'"
).bindparams(bindparam("result", type_=JSONB(none_as_null=True)))


@dataclass(slots=True)
class JobContext:
    """What a running job knows of itself, and how it says how far it is."""

    job_id: int
    arguments: dict[str, Any]
    attempt: int
    requested_by: str
    department_id: int | None = None
    held: Hold | None = None
    told_to_stop: bool = field(default=False, init=False)

    def progress(self, done: int, total: int | None, message: str = "") -> None:
        """Record how far the work is, in a transaction of its own; raise `JobTakenOver` when this run must end."""
        values = {"id": self.job_id, "attempt": self.attempt, "done": done, "total": total, "message": message}
        if self.held is not None and self.held.lost:
            raise JobTakenOver(self.job_id)
        with transaction() as session:
            changed = session.execute(_PROGRESS, values)
            assert isinstance(changed, CursorResult)
            if changed.rowcount == 0:
                raise JobTakenOver(self.job_id)

    def cancelled(self) -> bool:
        """Tell whether somebody called the job off; a job asks between chunks and returns early on true."""
        with transaction() as session:
            self.told_to_stop = bool(session.execute(_CANCEL_ASKED, {"id": self.job_id}).scalar_one())
        return self.told_to_stop


def execute(platform: Platform, job_id: int, *, on_loss: Callable[[], None] = lambda: None) -> bool:
    """Run one queued job here and now; false when it is not queued or somebody else holds it."""
    with hold(job_id, on_loss=on_loss) as held:
        row = _claim(job_id) if held is not None else None
        if held is None or row is None:
            return False
        held.watch(row.attempts)
        _run(platform, JobContext(row.id, row.arguments, row.attempts, row.requested_by, row.department_id, held), row.kind)
    return True


def _claim(job_id: int) -> Row[Any] | None:
    with transaction() as session:
        return session.execute(_CLAIM, {"id": job_id}).one_or_none()


def _run(platform: Platform, context: JobContext, kind: str) -> None:
    """Run the work and record its end; an interruption from below is left for the sweep to take over."""
    try:
        result = _work_of(platform, kind)(context)
    except JobTakenOver:
        log.warning("job taken over", job_id=context.job_id)
    except DomainError as refusal:
        _finish(context, JobState.FAILED, error=f"{refusal.text}。{refusal.remedy_text}".rstrip("。"))
    except Exception as error:  # noqa: BLE001  # whatever a job raises is shown on its page and logged
        if is_interruption(error):
            log.warning("job interrupted by the database", job_id=context.job_id, error=str(error))
            return
        _fail(context, error)
    else:
        _finish(context, JobState.CANCELLED if context.told_to_stop else JobState.SUCCEEDED, result=result)


def _work_of(platform: Platform, kind: str) -> Callable[[JobContext], dict[str, object] | None]:
    known = platform.jobs.get(kind)
    if known is None:
        raise JobKindUnknown(kind=kind)
    return known.run


def _fail(context: JobContext, error: Exception) -> None:
    reference = uuid4().hex[:12]
    log.error("job failed", job_id=context.job_id, reference=reference, exc_info=error)
    message = f"处理中断，已完成的部分保留。可以重试；仍不行时，把编号 {reference} 告诉系统管理员"
    _finish(context, JobState.FAILED, error=message, reference=reference)


def _finish(
    context: JobContext,
    state: JobState,
    *,
    result: dict[str, object] | None = None,
    error: str | None = None,
    reference: str | None = None,
) -> None:
    values = {"state": state.value, "result": result, "error": error, "reference": reference}
    with transaction() as session:
        session.execute(_FINISH, {**values, "id": context.job_id, "attempt": context.attempt})


def is_interruption(error: BaseException) -> bool:
    """Tell whether the database went away or asked to try again, so that the work itself is not at fault."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_interruption(error.orig))
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and error.sqlstate in RESTARTING
