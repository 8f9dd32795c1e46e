"""Real servers for every test: one PostgreSQL for the run, and for each test a database of its own.

The database is a copy of one migrated template, made in a few milliseconds, so that what a test commits is really
committed and nobody else sees it. With `-n` the first process starts the servers and the others find them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from supervision.accounts.authenticate.refusals import service as refusals
from supervision.accounts.authenticate.service import forget_keys
from supervision.kernel import db
from supervision.kernel.clock import now
from supervision.kernel.module import join
from supervision.kernel.packaged import load_all
from supervision.kernel.servers import migrations, postgres, processes
from supervision.kernel.servers.postgres import PostgresServer
from supervision.kernel.servers.valkey import ValkeyServer
from supervision.kernel.settings import Settings
from tests.factories import towns
from tests.factories.application import application
from tests.factories.databases import copy_database, made_once
from tests.factories.districts import Standing, stand
from wsgi import PLATFORM

BARE, TEMPLATE = "template_migrated", "template_stocked"
HOME = "SUPERVISION_TEST_HOME"
PREFIX = "supervision-test-"
COSTS = {
    "": 0.002,
    "database_name": 0.1,
    "app": 0.3,
    "work": 0.5,
    "site": 2.0,
    "start": 5.0,
    "town": 5.0,
    "official": 8.0,
    "installation": 10.0,
    "killed_twice": 15.0,
    "shared_town": 30.0,
    "house": 30.0,
}
"""About how many seconds a test takes that asks for a fixture: enough to tell long files from short ones."""


hypothesis_settings.register_profile("steady", deadline=None)  # a busy machine is no fault of what is tested
hypothesis_settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder of this run's servers once; processes of pytest-xdist inherit it."""
    if HOME not in os.environ:
        memory = Path("/dev/shm")  # noqa: S108 - a private folder is made inside by mkdtemp
        inside = memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3 else None
        home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=inside))
        (home / "owner").write_text(str(os.getpid()), encoding="utf-8")
        remove_abandoned(home.parent)
        os.environ[HOME] = str(home)
        config.stash[OWN_HOME] = home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take long first, so that no process is left with one of them when the others are done."""
    seconds: dict[Path, float] = {}
    for item in items:
        seconds[item.path] = seconds.get(item.path, 0.0) + max(COSTS.get(name, 0.0) for name in ("", *fixtures_of(item)))
    items.sort(key=lambda item: -seconds[item.path])


def fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def remove_abandoned(folder: Path) -> None:
    """Clear up after runs that were killed: their servers would go on for ever."""
    for owner in folder.glob(f"{PREFIX}*/owner"):
        if os.access(owner, os.R_OK) and not processes.is_running(int(owner.read_text(encoding="utf-8") or 0)):
            remove(owner.parent)


def remove(home: Path) -> None:
    for server in (PostgresServer(home / "postgres"), *(ValkeyServer(path) for path in home.glob("valkey-*"))):
        server.stop()
    shutil.rmtree(home, ignore_errors=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started, in the process that chose the folder."""
    home = config.stash.get(OWN_HOME, None)
    if home is not None:
        remove(home)
        os.environ.pop(HOME, None)


OWN_HOME = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def home() -> Path:
    return Path(os.environ[HOME])


@pytest.fixture(scope="session")
def postgres_server(home: Path) -> PostgresServer:
    server = PostgresServer(home / "postgres", durable=False, memory=1024)
    server.start()
    return server


@pytest.fixture(scope="session")
def bare(postgres_server: PostgresServer) -> str:
    """A migrated database without a row in it, which `tests/kernel` copies; the other processes wait for the one that migrates."""
    join(PLATFORM)

    def migrate(name: str, connection: psycopg.Connection) -> None:
        postgres.create_database(connection, name)
        url = postgres_server.url(postgres.OWNER, name)
        migrations.upgrade(migrations.Target(url, postgres.APPLICATION, postgres.AUDITOR))

    return made_once(postgres_server, BARE, migrate)


@pytest.fixture(scope="session")
def stocked(postgres_server: PostgresServer, bare: str) -> str:
    """A migrated database with what the package brings along, as every installation has it."""

    def stock(name: str, connection: psycopg.Connection) -> None:
        copy_database(connection, name, bare)
        bring_packaged_data(postgres_server.url(postgres.APPLICATION, name))

    return made_once(postgres_server, TEMPLATE, stock)


@pytest.fixture(scope="session")
def template(stocked: str) -> str:
    """What each test gets a copy of; a folder or a file of tests may begin with another one."""
    return stocked


def bring_packaged_data(url: str) -> None:
    """Load what the package brings along, as every installation does after its migration."""
    db.bind(url)
    try:
        with db.transaction() as session:
            load_all(PLATFORM, session, now=now())
    finally:
        db.unbind()


@pytest.fixture(scope="session")
def seeded(postgres_server: PostgresServer, stocked: str, home: Path) -> str:
    """The invented city with everything that its offices report."""
    return towns.seeded(postgres_server, stocked, home)


@pytest.fixture(scope="session")
def busy(postgres_server: PostgresServer, stocked: str, home: Path) -> str:
    """The invented city's offices with their weeks of business."""
    return towns.busy(postgres_server, stocked, home)


@pytest.fixture
def database_name(postgres_server: PostgresServer, template: str) -> Iterator[str]:
    """A fresh copy of the migrated template, dropped afterwards."""
    name = f"test_{os.getpid()}"
    with postgres_server.connect() as connection:
        copy_database(connection, name, template)
        yield name
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def standing(postgres_server: PostgresServer, stocked: str, tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The eastern district's work, done once in a process; a file of tests that begins with it takes its database as template."""
    name = f"template_work_{os.getpid()}"
    with postgres_server.connect() as connection:
        copy_database(connection, name, stocked)
    db.bind(postgres_server.url(postgres.APPLICATION, name))
    try:
        return stand(name, tmp_path_factory.mktemp("standing"))
    finally:
        db.unbind()


@pytest.fixture
def owner_url(postgres_server: PostgresServer, database_name: str) -> str:
    return postgres_server.url(postgres.OWNER, database_name)


@pytest.fixture
def auditor_url(postgres_server: PostgresServer, database_name: str) -> str:
    return postgres_server.url(postgres.AUDITOR, database_name)


@pytest.fixture
def database(postgres_server: PostgresServer, database_name: str) -> Iterator[str]:
    """The address of a fresh database for the application's role, with `kernel.db` bound to it and every module joined."""
    join(PLATFORM)
    url = postgres_server.url(postgres.APPLICATION, database_name)
    db.bind(url)
    forget_keys()
    refusals.forget()
    yield url
    db.unbind()


@pytest.fixture
def owner_engine(owner_url: str, database: str) -> Iterator[Engine]:
    """An engine with the rights of the schemas' owner, who may what the application may not."""
    engine = create_engine(db.sqlalchemy_url(owner_url))
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: str) -> Iterator[Session]:
    """A session in one transaction that is rolled back; what doors commit meanwhile is seen."""
    with Session(db.engine(), expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def valkey_url(home: Path) -> Iterator[str]:
    """An empty queue store."""
    server = ValkeyServer(home / f"valkey-{os.getpid()}")
    server.start()
    yield server.url
    server.stop()
    shutil.rmtree(server.socket_folder, ignore_errors=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "var", secret_key="a key for tests only")


@pytest.fixture
def app(database: str, settings: Settings) -> Flask:
    """The real application with every module, on a fresh database."""
    lent = application(settings)
    lent.config.update(TESTING=True)
    return lent


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
