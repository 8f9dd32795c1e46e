"""Hold a named thing for as long as this process lives; whoever was killed lets go of it by dying."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from supervision.kernel.db import engine

_PATIENCE = text("SELECT set_config('lock_timeout', :wait, true)")
_LOCK = text("SELECT pg_advisory_lock(hashtext(:space), hashtext(:name))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtext(:space), hashtext(:name))")


@contextmanager
def held(space: str, name: str, *, seconds: int) -> Iterator[bool]:
    """Wait up to so many seconds for the lock, and tell the block whether it was taken.

    The wait is for a killed process whose connection the server has not yet closed.
    """
    with engine().connect() as connection:
        taken = _taken(connection, space, name, seconds=seconds)
        try:
            yield taken
        finally:
            if taken:
                connection.execute(_UNLOCK, {"space": space, "name": name})
                connection.rollback()


def _taken(connection: Connection, space: str, name: str, *, seconds: int) -> bool:
    try:
        connection.execute(_PATIENCE, {"wait": f"{max(1, seconds * 1000)}ms"})
        connection.execute(_LOCK, {"space": space, "name": name})
    except OperationalError as error:
        if error.connection_invalidated:
            raise
        return False
    finally:
        connection.rollback()  # the lock stays with the connection; no transaction stays open beside the load
    return True
