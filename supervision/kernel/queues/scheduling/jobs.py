"""The scheduler process: one loop for the clock and the sweep, one thread that delivers events as they come."""

import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from types import FrameType

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from supervision.kernel import db
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.module import Platform, joined
from supervision.kernel.outbox import service as outbox
from supervision.kernel.queues.scheduling import service
from supervision.kernel.queues.waking import service as waking
from supervision.kernel.queues.working.service import JobContext
from supervision.kernel.servers import addresses
from supervision.kernel.settings import Settings

TICK_SECONDS = 1.0
LONGEST_PAUSE = 5.0
GATHER_SECONDS = 0.1
DELIVERIES_AT_ONCE = 500
KEEP_EVENTS = timedelta(days=60)
KEEP_TICKS = timedelta(days=30)
ORPHANED_AFTER = timedelta(days=2)
WAITED = timedelta(seconds=3)
log = structlog.get_logger(__name__)


def run_scheduler(settings: Settings) -> None:
    """Keep the timetable, sweep and deliver until asked to stop; a restart of either server is waited out."""
    db.bind(addresses.database_url(settings), pool_size=4)
    waking.bind(addresses.redis_url(settings))
    stop = Event()
    _stop_on_signal(stop)
    deliverer = Thread(target=_keep_doing, args=(stop, lambda: _deliver_and_listen(joined(), stop)), daemon=True)
    deliverer.start()
    started = now()
    _keep_doing(stop, _prepare_once)
    _keep_doing(stop, lambda: _tick(joined(), since=started, stop=stop))
    deliverer.join(timeout=LONGEST_PAUSE)


def _stop_on_signal(stop: Event) -> None:
    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


class _Done(Exception):
    """A step that needs doing once is done."""


def _keep_doing(stop: Event, step: Callable[[], None]) -> None:
    """Repeat a step until asked to stop; while the database is away, wait longer each time."""
    wait = 0.2
    while not stop.is_set():
        try:
            step()
            wait = 0.2
        except _Done:
            return
        except (SQLAlchemyError, psycopg.Error, OSError) as error:
            log.warning("waiting for the database", error=str(error), seconds=wait)
            stop.wait(wait)
            wait = min(wait * 2, LONGEST_PAUSE)


def _prepare_once() -> None:
    with transaction() as session:
        outbox.prepare_partitions(session, now=now())
    raise _Done


def _tick(platform: Platform, *, since: datetime, stop: Event) -> None:
    instant = now()
    service.take_over(now=instant)
    service.wake_waiting(older_than=WAITED, now=instant)
    service.start_due(platform, since=since, now=instant)
    stop.wait(TICK_SECONDS)


def _deliver_and_listen(platform: Platform, stop: Event) -> None:
    """Deliver what is due, then sleep until something is published or a second has passed.

    The first of many is delivered at once; what comes right behind it gathers for a moment, so that it is handed over together.
    """
    url = db.engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True, application_name="supervision deliverer") as connection:
        connection.execute(f"LISTEN {outbox.CHANNEL}")
        while not stop.is_set():
            delivered = outbox.deliver(platform, now=now(), limit=DELIVERIES_AT_ONCE)
            if 0 < delivered < DELIVERIES_AT_ONCE:
                stop.wait(GATHER_SECONDS)
            elif not delivered:
                for _ in connection.notifies(timeout=TICK_SECONDS, stop_after=1):
                    pass


def maintain(context: JobContext) -> dict[str, object]:
    """Make the partitions of the coming weeks, drop old ones, show orphans: the nightly job of the kernel."""
    with transaction() as session:
        outbox.prepare_partitions(session, now=now())
        parked = outbox.park_orphans(session, joined(), older_than=ORPHANED_AFTER, now=now())
        service.prune_ticks(session, older_than=KEEP_TICKS, now=now())
    with transaction() as session:
        dropped = outbox.prune(session, older_than=KEEP_EVENTS, now=now())
    context.progress(1, 1, "已整理")
    return {"parked": parked, "partitions_dropped": dropped}
