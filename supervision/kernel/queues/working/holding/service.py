"""One connection of its own keeps a running job locked; when that connection is gone, so is the right to go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import psycopg

from supervision.kernel.db import engine

LOCK_BASE = 0x5355_0000_0000_0000
PULSE_SECONDS = 1.0
STALE_SECONDS = 5

_PULSE = (
    "UPDATE kernel.job SET heartbeat_at = clock_timestamp() WHERE id = %s AND attempts = %s AND state = 'running' RETURNING id"
)


def lock_key(job_id: int) -> int:
    """Return the advisory lock that stands for a job."""
    return LOCK_BASE + job_id


class Hold:
    """A job held by this process; `watch` starts the pulse once the job is claimed."""

    def __init__(self, connection: "psycopg.Connection[tuple[object, ...]]", job_id: int, on_loss: Callable[[], None]) -> None:
        self._connection = connection
        self._job_id = job_id
        self._on_loss = on_loss
        self._stop = Event()
        self._thread: Thread | None = None
        self.lost = False

    def watch(self, attempt: int) -> None:
        """Beat once a second until released; a beat that cannot be made means that the lock is gone."""
        self._thread = Thread(target=self._beat, args=(attempt,), name=f"pulse-{self._job_id}", daemon=True)
        self._thread.start()

    def _beat(self, attempt: int) -> None:
        while not self._stop.wait(PULSE_SECONDS):
            try:
                self._connection.execute(_PULSE, (self._job_id, attempt))
            except psycopg.Error:
                if not self._stop.is_set():
                    self.lost = True
                    self._on_loss()
                return

    def release(self) -> None:
        """Stop the pulse and let go of the job."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        with suppress(psycopg.Error):
            self._connection.close()


@contextmanager
def hold(job_id: int, *, on_loss: Callable[[], None]) -> Iterator[Hold | None]:
    """Hold a job for the time of the block, or give `None` when somebody else holds it."""
    connection = _connect()
    try:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (lock_key(job_id),)).fetchone()
    except BaseException:
        connection.close()
        raise
    held = Hold(connection, job_id, on_loss)
    try:
        yield held if row is not None and row[0] else None
    finally:
        held.release()


def _connect() -> "psycopg.Connection[tuple[object, ...]]":
    """Open a connection outside the pool; a silent network breaks it within seconds, as a dead server does at once."""
    url = engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url, autocommit=True, connect_timeout=5, tcp_user_timeout=5000, application_name="supervision job")
