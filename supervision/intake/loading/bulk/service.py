"""Open and close a bulk run of a kind; a lock of the database tells a living run from one that a crash left open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from supervision.intake.kinds import RowKind
from supervision.intake.loading.holding.service import held
from supervision.intake.models import BulkRun
from supervision.kernel.db import transaction

SPACE = "intake.bulk"
PATIENCE_SECONDS = 10


@contextmanager
def bulk_run(kind: RowKind, *, rows: int, clock: Callable[[], datetime]) -> Iterator[None]:
    """Relax a kind's indexes around the block when it is large enough, or when a crash left them relaxed.

    Only one run of a kind owns the state; another one at the same time simply loads. The indexes come back whether the
    block ends or raises.
    """
    with held(SPACE, kind.name, seconds=PATIENCE_SECONDS) as mine:
        owned = mine and _opened(kind, rows=rows, clock=clock)
        try:
            yield
        finally:
            if owned:
                _close(kind)


def close_bulk(kind: RowKind) -> bool:
    """Close what a crashed run left open; do nothing while a living run owns it. Tell whether something was closed."""
    with held(SPACE, kind.name, seconds=0) as mine:
        return mine and _close(kind)


def _opened(kind: RowKind, *, rows: int, clock: Callable[[], datetime]) -> bool:
    with transaction() as session:
        return _open(session, kind, rows=rows, now=clock())


def _open(session: Session, kind: RowKind, *, rows: int, now: datetime) -> bool:
    if session.get(BulkRun, kind.name) is not None:
        return True
    if kind.before_bulk is None or rows < kind.bulk_rows:
        return False
    session.add(BulkRun(kind=kind.name, opened_at=now))
    session.flush()
    kind.before_bulk(session)
    return True


def _close(kind: RowKind) -> bool:
    with transaction() as session:
        run = session.get(BulkRun, kind.name, with_for_update=True)
        if run is None:
            return False
        if kind.after_bulk is not None:
            kind.after_bulk(session)
        session.delete(run)
        return True
