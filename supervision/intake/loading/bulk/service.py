"""Open and close a bulk run of a kind; a lock of the database tells a living run from one that a crash left open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from supervision.intake.kinds import RowKind
from supervision.intake.models import BulkRun
from supervision.kernel.db import engine, transaction

_LOCK = text("SELECT pg_try_advisory_lock(hashtext('intake.bulk'), hashtext(:kind))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtext('intake.bulk'), hashtext(:kind))")


@contextmanager
def bulk_run(kind: RowKind, *, rows: int, clock: Callable[[], datetime]) -> Iterator[None]:
    """Relax a kind's indexes around the block when it is large enough, or when a crash left them relaxed.

    Only one run of a kind owns the state; another one at the same time simply loads. The indexes come back whether the
    block ends or raises.
    """
    with engine().connect() as connection:
        if not _locked(connection, kind):
            yield
            return
        try:
            with transaction() as session:
                owned = _open(session, kind, rows=rows, now=clock())
            try:
                yield
            finally:
                if owned:
                    with transaction() as session:
                        _close(session, kind)
        finally:
            _release(connection, kind)


def close_bulk(kind: RowKind) -> bool:
    """Close what a crashed run left open; do nothing while a living run owns it. Tell whether something was closed."""
    with engine().connect() as connection:
        if not _locked(connection, kind):
            return False
        try:
            with transaction() as session:
                return _close(session, kind)
        finally:
            _release(connection, kind)


def _locked(connection: Connection, kind: RowKind) -> bool:
    taken = bool(connection.execute(_LOCK, {"kind": kind.name}).scalar_one())
    connection.rollback()  # the lock belongs to the connection; no transaction stays open beside the load
    return taken


def _release(connection: Connection, kind: RowKind) -> None:
    connection.execute(_UNLOCK, {"kind": kind.name})
    connection.rollback()


def _open(session: Session, kind: RowKind, *, rows: int, now: datetime) -> bool:
    if session.get(BulkRun, kind.name) is not None:
        return True
    if kind.before_bulk is None or rows < kind.bulk_rows:
        return False
    session.add(BulkRun(kind=kind.name, opened_at=now))
    session.flush()
    kind.before_bulk(session)
    return True


def _close(session: Session, kind: RowKind) -> bool:
    run = session.get(BulkRun, kind.name, with_for_update=True)
    if run is None:
        return False
    if kind.after_bulk is not None:
        kind.after_bulk(session)
    session.delete(run)
    return True
