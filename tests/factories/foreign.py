"""Databases of departments, as the platform finds them: real servers of their own on the loopback interface, with passwords."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pymysql
from psycopg import sql

from supervision.kernel.servers.postgres import as_ordinary_user, binaries

KEEPER, KEEPS = "keeper", "Keeper-2026"
READER, READS = "liaison", "Reads-only-2026"
WRITER, WRITES = "clerk", "Writes-too-2026"
MARIADBD = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
INSTALL = shutil.which("my_print_defaults") and shutil.which("mariadb-install-db")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(command: list[str], log: Path, answers: Any) -> Iterator[None]:
    """Start a server, wait until it answers, and end it."""
    with log.open("ab") as stream:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while not answers():
            assert process.poll() is None, log.read_text(errors="replace")[-2000:]
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


class ForeignPostgres:
    """A department's PostgreSQL."""

    driver = "postgresql"

    def __init__(self, port: int) -> None:
        self.port = port

    def connect(self, database: str = "postgres") -> Any:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=KEEPER, password=KEEPS, dbname=database, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def run(self, *statements: str, database: str = "office") -> None:
        with self.connect(database) as line:
            for statement in statements:
                line.execute(statement)

    def fill(self, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
        insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, marks)
        with self.connect("office") as line, line.cursor() as cursor:
            cursor.executemany(insert, rows)

    def prepare(self) -> None:
        """Make the office's database with an account that reads and one that writes."""
        with self.connect() as line:
            line.execute("CREATE DATABASE office")
        self.run(
            f"CREATE ROLE {READER} LOGIN PASSWORD '{READS}'",
            f"CREATE ROLE {WRITER} LOGIN PASSWORD '{WRITES}'",
            f"GRANT pg_read_all_data TO {READER}",
            f"GRANT pg_read_all_data, pg_write_all_data TO {WRITER}",
        )


class ForeignMaria:
    """A department's MariaDB."""

    driver = "mariadb"

    def __init__(self, port: int) -> None:
        self.port = port

    def connect(self, database: str | None = None) -> Any:
        return pymysql.connect(
            host="127.0.0.1", port=self.port, user="root", password="", database=database, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        try:
            self.connect().close()
        except pymysql.err.OperationalError:
            return False
        return True

    def run(self, *statements: str, database: str | None = "office") -> None:
        with self.connect(database) as line, line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def fill(self, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
        names = ", ".join(f"`{name}`" for name in columns)
        marks = ", ".join(["%s"] * len(columns))
        with self.connect("office") as line, line.cursor() as cursor:
            cursor.executemany(f"INSERT INTO `{table}` ({names}) VALUES ({marks})", rows)

    def prepare(self) -> None:
        """Make the office's database with an account that reads and one that writes."""
        self.run("CREATE DATABASE office CHARACTER SET utf8mb4", database=None)
        self.run(
            f"CREATE USER '{READER}'@'127.0.0.1' IDENTIFIED BY '{READS}'",
            f"GRANT SELECT ON office.* TO '{READER}'@'127.0.0.1'",
            f"CREATE USER '{WRITER}'@'127.0.0.1' IDENTIFIED BY '{WRITES}'",
            f"GRANT SELECT, INSERT ON office.* TO '{WRITER}'@'127.0.0.1'",
        )


@contextmanager
def foreign_postgres(folder: Path) -> Iterator[ForeignPostgres]:
    """Start a PostgreSQL that asks for passwords."""
    words, data = folder / "password", folder / "data"
    words.write_text(KEEPS)
    options = [
        "--username",
        KEEPER,
        "--pwfile",
        str(words),
        "--auth",
        "scram-sha-256",
        "--encoding",
        "UTF8",
        "--locale",
        "C.UTF-8",
    ]
    made = [*as_ordinary_user(), str(binaries() / "initdb"), "--pgdata", str(data), "--no-sync", *options]
    subprocess.run(made, check=True, capture_output=True)
    server = ForeignPostgres(free_port())
    settings = [f"port={server.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"]
    command = [*as_ordinary_user(), str(binaries() / "postgres"), "-D", str(data), *(x for s in settings for x in ("-c", s))]
    with running(command, folder / "log", server.answers):
        server.prepare()
        yield server


@contextmanager
def foreign_maria(folder: Path) -> Iterator[ForeignMaria]:
    """Start the MariaDB of this machine with files of its own."""
    data, user = folder / "data", ["--user=root"] if os.geteuid() == 0 else []
    options = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
    made = [str(INSTALL), "--no-defaults", f"--datadir={data}", *options, *user]
    subprocess.run(made, check=True, capture_output=True)
    server = ForeignMaria(free_port())
    small = [
        "--innodb-buffer-pool-size=16M",
        "--innodb-log-file-size=4M",
        "--innodb-flush-log-at-trx-commit=0",
        "--skip-name-resolve",
    ]
    where = [f"--datadir={data}", f"--port={server.port}", "--bind-address=127.0.0.1", f"--socket={folder / 's'}"]
    command = [str(MARIADBD), "--no-defaults", *where, *small, *user, f"--pid-file={folder / 'pid'}"]
    with running(command, folder / "log", server.answers):
        server.prepare()
        yield server
