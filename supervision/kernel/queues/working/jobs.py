"""The worker process: wait to be woken, run one job in a forked child, survive what it depends on."""

import os
import signal
import sys
import time
from threading import Timer
from types import FrameType
from typing import Any, NoReturn

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker as CallWorker
from rq.exceptions import StopRequested

from supervision.kernel import db
from supervision.kernel.module import joined
from supervision.kernel.queues.waking import service as waking
from supervision.kernel.queues.working.service import execute
from supervision.kernel.servers import addresses
from supervision.kernel.settings import Settings

LOCK_LOST = 75
GRACE_SECONDS = 5.0
IDLE_SECONDS = 3
log = structlog.get_logger(__name__)


def work(job_id: int) -> None:
    """Run one job; this is the function that RQ calls in the forked child."""
    execute(joined(), job_id, on_loss=_leave)


def _leave() -> NoReturn:
    """End the child at once: without its lock it must not write another row."""
    log.error("the lock of the running job was lost; leaving the job to the next worker")
    os._exit(LOCK_LOST)


class JobWorker(CallWorker):
    """An RQ worker that shrugs off an unreachable queue store and does not wait long for a job when asked to stop."""

    max_connection_wait_time = 2.0
    stopping = False

    def handle_warm_shutdown_request(self) -> None:
        """Give the running job a few seconds, then end it: every job can resume."""
        self.stopping = True
        timer = Timer(GRACE_SECONDS, self._end_child)
        timer.daemon = True
        timer.start()

    @property
    def dequeue_timeout(self) -> int:
        """Wait for work in short spells, so that a request to stop that came between two of them is seen."""
        return IDLE_SECONDS

    def heartbeat(self, *arguments: Any, **options: Any) -> None:
        """Beat, or leave if asked to stop: the interruption itself may be swallowed by whatever was running then."""
        if self.stopping and not self.horse_pid:
            raise StopRequested
        super().heartbeat(*arguments, **options)

    def _end_child(self) -> None:
        if self.horse_pid:
            self.kill_horse()

    def set_shutdown_requested_date(self) -> None:
        try:
            super().set_shutdown_requested_date()  # type: ignore[no-untyped-call]  # RQ gives it no type
        except RedisError:
            log.warning("queue store not reachable while stopping")

    def maintain_heartbeats(self, *arguments: Any) -> None:
        """Keep watching the child even while the queue store cannot be told that it lives."""
        try:
            super().maintain_heartbeats(*arguments)
        except RedisError as error:
            log.warning("queue store not reachable; the job goes on", error=str(error))


def run_worker(settings: Settings) -> None:
    """Serve the queues of the joined platform until asked to stop."""
    db.bind(addresses.database_url(settings), pool_size=2)
    waking.bind(addresses.redis_url(settings))
    queues = sorted({"default", *(kind.queue for kind in joined().jobs.values())})
    while True:
        _stop_when_asked()
        worker = _serve(addresses.redis_url(settings), queues)
        if worker is not None and worker.stopping:
            return
        _stop_when_asked()
        _reap()
        time.sleep(1)


def _serve(redis_url: str, queues: list[str]) -> JobWorker | None:
    """Work until something breaks or a signal comes; RQ reports most breaks by returning."""
    worker: JobWorker | None = None
    try:
        worker = JobWorker(queues, connection=Redis.from_url(redis_url), log_job_description=False)
        worker.work(logging_level="WARNING")
    except RedisError as error:
        log.warning("queue store not reachable; trying again", error=str(error))
    return worker


def _stop_when_asked() -> None:
    """Between two workers a signal simply ends the process."""
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, _exit)


def _exit(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def _reap() -> None:
    """Collect children that an earlier, broken worker left behind."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
