"""The database: one engine, transactions at the doors, COPY for bulk.

Nothing outside this file commits; `tests/architecture` holds it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final, cast

from psycopg import Connection
from psycopg import Error as PsycopgError
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

IDLE_SECONDS: Final = 1.0
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every stored thing; the schema is named in `__table_args__`."""

    metadata = MetaData(naming_convention=NAMING)


class DatabaseNotBound(RuntimeError):
    """The process asked for the database before the composition root joined one."""


class _Bound:
    engine: Engine | None = None
    single: Engine | None = None
    generation: int = 0


def sqlalchemy_url(url: str) -> str:
    """Return the URL with the psycopg 3 driver named, whatever the operator wrote."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def bind(url: str, *, pool_size: int = 8) -> Engine:
    """Join this process to a database and return the engine."""
    unbind()
    _Bound.generation += 1
    _Bound.engine = _engine(url, pool_size)
    _Bound.single = _engine(url, pool_size, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)
    return _Bound.engine


def _engine(url: str, pool_size: int, **more: Any) -> Engine:
    made = create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC", "prepare_threshold": 2},
        **more,
    )
    event.listen(made, "checkin", _note_use)
    event.listen(made, "checkout", _ask_if_idle)
    return made


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = monotonic()


def _ask_if_idle(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask a connection that was idle whether it still lives; one that just answered is not asked, which saves a round trip."""
    if monotonic() - record.info.get("used", monotonic()) < IDLE_SECONDS:
        return
    try:
        engine().dialect.do_ping(connection)
    except PsycopgError as error:
        raise InvalidatePoolError from error


def unbind() -> None:
    """Close every connection of this process."""
    for bound in (_Bound.engine, _Bound.single):
        if bound is not None:
            bound.dispose()
    _Bound.engine = _Bound.single = None


def generation() -> int:
    """Return which `bind` of this process holds now, so that what was kept from an earlier one is known as old."""
    return _Bound.generation


def connect_apart() -> Connection[Any]:
    """Open a connection of the bound database that belongs to no pool; each statement is a transaction of its own."""
    if _Bound.single is None:
        raise DatabaseNotBound
    fairy = _Bound.single.raw_connection()
    driver: Any = fairy.driver_connection
    fairy.detach()
    return cast("Connection[Any]", driver)


def engine() -> Engine:
    """Return the engine that `bind` joined."""
    if _Bound.engine is None:
        raise DatabaseNotBound
    return _Bound.engine


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a session that commits when the block ends and rolls back when it raises."""
    with Session(engine(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session for reading only; whatever it was used for is rolled back."""
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        yield session


@contextmanager
def single_statements() -> Iterator[Session]:
    """Open a session whose every statement is a transaction of its own: one round trip for a read that also notes itself.

    Its connections are kept apart, so that none has to be switched over and back, and nothing is left open to roll back.
    """
    if _Bound.single is None:
        raise DatabaseNotBound
    with Session(_Bound.single, expire_on_commit=False, autoflush=False) as session:
        yield session


def copy_csv(session: Session, table: str, columns: Sequence[str], payload: Iterable[bytes]) -> None:
    """COPY CSV bytes (no header, empty unquoted = NULL) into `schema.table` inside the session's transaction."""
    cursor: Any = session.connection().connection.cursor()
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
        for block in payload:
            copy.write(block)


def claim_ids(session: Session, sequence: str, count: int) -> list[int]:
    """Take `count` values of a sequence; they ascend but need not be consecutive."""
    cursor: Any = session.connection().connection.cursor()
    cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", (sequence, count))
    return [row[0] for row in cursor.fetchall()]
