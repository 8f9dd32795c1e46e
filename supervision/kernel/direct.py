"""One prepared statement on this thread's own connection: a read that costs little more than its round trip.

For the few addresses that answer thousands of times a second; everything else goes through `kernel.db`. Every statement is a
transaction of its own. A failure closes the connection and is the caller's sign to go the usual way.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from supervision.kernel import db

IDLE_SECONDS: Final = 1.0
PING: Final = b"SELECT 1"


class StatementFailed(RuntimeError):
    """The server answered something else than rows; its own words are the text."""


@dataclass(slots=True)
class _Held:
    """A connection of one thread, the statements that it knows, and when it last answered."""

    connection: Connection[Any]
    bound: int
    known: set[bytes]
    used: float


_thread = threading.local()


def first_value(name: bytes, statement: bytes, values: Sequence[bytes | None]) -> bytes | None:
    """Return the first column of the first row as the server writes it (UTF-8), or None where there is no row.

    错误: StatementFailed, psycopg.OperationalError.
    """
    held = _held()
    try:
        result = _rows(held, name, statement, values)
    except BaseException:
        forget()
        raise
    held.used = monotonic()
    return result.get_value(0, 0) if result.ntuples else None


def forget() -> None:
    """Close this thread's connection; the next statement opens another."""
    held: _Held | None = getattr(_thread, "held", None)
    _thread.held = None
    if held is not None:
        held.connection.close()


def _held() -> _Held:
    held: _Held | None = getattr(_thread, "held", None)
    if held is not None and held.bound == db.generation() and _lives(held):
        return held
    forget()
    opened = _Held(db.connect_apart(), db.generation(), set(), monotonic())
    _thread.held = opened
    return opened


def _lives(held: _Held) -> bool:
    """A connection that was idle is asked whether it still answers, since its server may have been started anew."""
    if monotonic() - held.used < IDLE_SECONDS:
        return True
    try:
        return held.connection.pgconn.exec_(PING).status == ExecStatus.TUPLES_OK
    except OperationalError:
        return False


def _rows(held: _Held, name: bytes, statement: bytes, values: Sequence[bytes | None]) -> PGresult:
    if name not in held.known:
        _prepare(held, name, statement)
    result = held.connection.pgconn.exec_prepared(name, values)  # type: ignore[arg-type]  # a null is None; the stub forgets it
    if result.status != ExecStatus.TUPLES_OK:
        raise StatementFailed(result.error_message.decode("utf-8", "replace"))
    return result


def _prepare(held: _Held, name: bytes, statement: bytes) -> None:
    result = held.connection.pgconn.prepare(name, statement)
    if result.status != ExecStatus.COMMAND_OK:
        raise StatementFailed(result.error_message.decode("utf-8", "replace"))
    held.known.add(name)
