"""Opening a connection: resolve, hold every address against the list, find one that answers, enter it as read-only.

The name is resolved again for each connection, and the driver gets the address that was checked; the name itself goes along
for the certificate alone.
"""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

import psycopg
import pymysql
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from credit.docking.errors import ConnectionRefused, ConnectionTimedOut, HostUnknown
from credit.docking.reaching.rules import Network, allowed
from credit.docking.reading.rules import fault_of
from credit.docking.schemas import Place, Target
from credit.docking.states import Driver

DIALECTS: Final = {Driver.POSTGRESQL: "postgresql+psycopg://", Driver.MARIADB: "mysql+pymysql://"}
CONNECT_SECONDS: Final = 5
ZONE: Final = "Asia/Shanghai"
OFFSET: Final = "+08:00"


@contextmanager
def opened(target: Target, networks: Sequence[Network], *, place: Place | None = None) -> Iterator[Connection]:
    """Open a connection of its own in a read-only session; whatever the driver says wrong is said in plain words."""
    engine = create_engine(
        DIALECTS[target.driver], creator=partial(connect, target, networks), poolclass=NullPool, hide_parameters=True
    )
    try:
        with engine.connect() as connection:
            yield connection
    except (psycopg.Error, pymysql.Error) as error:
        raise fault_of(error, target, place) from error
    except DBAPIError as error:
        if not isinstance(error.orig, Exception):
            raise
        raise fault_of(error.orig, target, place) from error
    finally:
        engine.dispose()


def connect(target: Target, networks: Sequence[Network]) -> Any:
    """Return a connection of the driver to an address that was checked just now."""
    address = reached(target.host, target.port, networks)
    return (_postgresql if target.driver is Driver.POSTGRESQL else _mariadb)(target, address)


def resolved(host: str, port: int) -> list[str]:
    """Return every address of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise HostUnknown(host=host) from None
    return [str(entry[4][0]) for entry in found]


def reached(host: str, port: int, networks: Sequence[Network]) -> str:
    """Return the first checked address where something listens."""
    refused = False
    for address in allowed(resolved(host, port), host=host, networks=networks):
        try:
            socket.create_connection((address, port), timeout=CONNECT_SECONDS).close()
        except TimeoutError:
            continue
        except OSError:
            refused = True
            continue
        return address
    raise (
        ConnectionRefused(host=host, port=port)
        if refused
        else ConnectionTimedOut(host=host, port=port, seconds=CONNECT_SECONDS)
    )


def _postgresql(target: Target, address: str) -> psycopg.Connection[Any]:
    line = psycopg.connect(
        host=target.host,
        hostaddr=address,
        port=target.port,
        dbname=target.database,
        user=target.username,
        password=target.password,
        passfile="/dev/null",  # no file of ours is asked for a password
        sslmode="require" if target.encrypted else "prefer",
        gssencmode="disable",
        connect_timeout=CONNECT_SECONDS,
        application_name="shuanggongshi-docking",
        autocommit=True,
        prepare_threshold=None,
    )
    limit = 1000 * target.timeout_seconds
    with _closed_on_fault(line):
        for statement in (
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            f"SET statement_timeout = {limit:d}",
            f"SET lock_timeout = {limit:d}",
            f"SET idle_in_transaction_session_timeout = {2 * limit:d}",
            f"SET TIME ZONE '{ZONE}'",
        ):
            line.execute(statement)
        line.autocommit = False
    return line


def _mariadb(target: Target, address: str) -> Any:
    line = pymysql.connect(
        host=address,
        port=target.port,
        database=target.database,
        user=target.username,
        password=target.password,
        charset="utf8mb4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=target.timeout_seconds + CONNECT_SECONDS,
        write_timeout=target.timeout_seconds + CONNECT_SECONDS,
        local_infile=False,
        autocommit=False,
        ssl=_unverified() if target.encrypted else None,
    )
    with _closed_on_fault(line), line.cursor() as cursor:
        for statement in (
            "SET SESSION TRANSACTION READ ONLY",
            f"SET SESSION max_statement_time = {target.timeout_seconds:d}",
            f"SET SESSION lock_wait_timeout = {target.timeout_seconds:d}",
            f"SET SESSION time_zone = '{OFFSET}'",
        ):
            cursor.execute(statement)
    return line


def _unverified() -> ssl.SSLContext:
    """Return a context that encrypts; whose certificate it is, the list of networks answers."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def _closed_on_fault(line: Any) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(Exception):
            line.close()
        raise
