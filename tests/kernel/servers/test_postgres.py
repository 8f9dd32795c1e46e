import os
import shutil
import signal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from supervision.kernel.servers import postgres, processes, sockets
from supervision.kernel.servers.postgres import PostgresServer
from tests.factories.processes import LONG


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped cluster with its roles, for each test to copy: making one takes much longer."""
    made = PostgresServer(tmp_path_factory.mktemp("cluster") / "postgres", memory=512)
    made.start()
    made.stop()
    return made.directory


@pytest.fixture
def server(tmp_path: Path, cluster: Path):
    made = PostgresServer(Path(shutil.copytree(cluster, tmp_path / "postgres")), memory=512)
    made.start()
    yield made
    made.stop()


def test_trigrams_see_chinese(session: Session):
    assert session.execute(text("SELECT cardinality(show_trgm('北京科技'))")).scalar_one() > 0


def test_the_cluster_is_durable_and_listens_to_no_network(server: PostgresServer):
    with server.connect() as connection:
        shown = {
            name: connection.execute("SELECT current_setting(%s)", (name,)).fetchone()[0]
            for name in ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "max_wal_size")
        }
    assert shown == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "max_wal_size": "4GB",
    }


def test_a_second_start_finds_the_running_server(server: PostgresServer):
    pid = server.pid()
    again = PostgresServer(server.directory, memory=512)
    assert again.start() is False
    assert again.pid() == pid


def test_a_killed_server_comes_back_with_what_was_committed(server: PostgresServer):
    with server.connect() as connection:
        connection.execute("CREATE TABLE kept (n int)")
    for n in range(3):
        with server.connect() as connection:
            connection.execute("INSERT INTO kept VALUES (%s)", (n,))
        os.kill(server.pid(), signal.SIGKILL)
        server.start()
    with server.connect() as connection:
        assert connection.execute("SELECT array_agg(n ORDER BY n) FROM kept").fetchone() == ([0, 1, 2],)


def test_backends_that_outlive_a_killed_postmaster_are_ended(server: PostgresServer):
    with server.connect() as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(server.pid(), signal.SIGKILL)
        server.start()
        assert processes.wait_until(lambda: not processes.is_running(backend), seconds=LONG)
    assert server.alive()


def test_the_pid_of_another_program_in_the_pid_file_does_not_bar_the_start(server: PostgresServer):
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n", encoding="utf-8")
    assert server.pid() is None
    assert server.start() is True


def test_an_interrupted_initdb_is_done_again(tmp_path: Path):
    made = PostgresServer(tmp_path / "postgres", memory=512)
    (made.directory / "data.unfinished").mkdir(parents=True)
    (made.directory / "data.unfinished" / "PG_VERSION").write_text("18", encoding="utf-8")
    made.start()
    assert made.alive()
    made.stop()
    assert not made.alive()


def test_a_cluster_under_another_locale_is_refused(server: PostgresServer):
    with server.connect() as connection:
        connection.execute("CREATE DATABASE foreign_locale TEMPLATE template0 LOCALE 'C'")
    with server.connect("foreign_locale") as connection, pytest.raises(postgres.WrongLocale):
        postgres.check_locale(connection)


def test_a_server_with_a_broken_setting_says_why(server: PostgresServer):
    server.stop()
    (server.data / "postgresql.auto.conf").write_text("shared_buffers = 'nonsense'\n", encoding="utf-8")
    with pytest.raises(postgres.DatabaseNotStarted, match="shared_buffers"):
        server.start()


def test_a_long_path_moves_the_socket_to_a_short_private_folder(tmp_path: Path):
    deep = tmp_path / ("深" * 40)
    folder = sockets.socket_directory(deep, ".s.PGSQL.5432.lock")
    assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= sockets.LONGEST_PATH
    sockets.prepare(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


@pytest.mark.parametrize("memory", [512, 2048, 24576, 262144])
def test_memory_settings_leave_room_for_the_other_processes(memory: int):
    values = postgres.configuration(memory=memory, socket_folder=Path("/run/x"), durable=True)
    buffers = int(values["shared_buffers"].removesuffix("MB"))
    builds = 2 * int(values["maintenance_work_mem"].removesuffix("MB"))
    assert buffers + builds <= memory / 2


def test_the_application_changes_no_shape(session: Session):
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("CREATE TABLE kernel.mine (n int)"))


def test_the_auditor_reads_and_writes_nothing(owner_engine: Engine, auditor_url: str):
    with owner_engine.begin() as connection:
        connection.execute(text("CREATE TABLE kernel.sample (n int)"))
    with psycopg.connect(auditor_url) as connection:
        assert connection.execute("SELECT count(*) FROM kernel.sample").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO kernel.sample VALUES (1)")


@pytest.mark.parametrize("change", ["UPDATE kernel.sample SET n = 2", "DELETE FROM kernel.sample", "TRUNCATE kernel.sample"])
def test_an_append_only_table_refuses_change_to_the_application_and_to_its_owner(
    owner_engine: Engine, session: Session, change: str
):
    with owner_engine.begin() as connection:
        connection.execute(text("CREATE TABLE kernel.sample (n int)"))
        connection.execute(text("SELECT kernel.append_only('kernel.sample')"))
    session.execute(text("INSERT INTO kernel.sample VALUES (1)"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(change))
    with owner_engine.connect() as connection:
        connection.execute(text("INSERT INTO kernel.sample VALUES (1)"))
        with pytest.raises(ProgrammingError, match="rows are only added"):
            connection.execute(text(change))
