"""A department's table of licences in a real PostgreSQL and a real MariaDB, and a source that reads it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from credit.docking import service
from credit.docking.models import DockingRun, DockingSource
from credit.docking.pulling.service import Around, pull
from credit.docking.reaching.rules import listed_networks
from credit.docking.schemas import Settings
from credit.docking.states import Driver, Trigger
from credit.standards.schemas import table_of
from supervision.intake.layouts import queries as layouts
from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import City, found_city
from tests.factories.foreign import INSTALL, MARIADBD, READER, READS, foreign_maria, foreign_postgres
from tests.factories.reported import FIRM, LICENCE
from tests.factories.rows import Door, uscc

KIND = "sgs-2021-licence-legal"
HERE = listed_networks("127.0.0.1 ::1")
START = datetime(2026, 11, 16, 9, 0)  # noqa: DTZ001 - as a department's table has it, without a zone
TABLES = count(1)
CODES = {name: column.code for name in LICENCE if (column := table_of(KIND).column(name)) is not None}
WANTED = [*CODES.values(), "changed", "id"]


@pytest.fixture(scope="session")
def foreign_folder() -> Iterator[Callable[[str], Path]]:
    memory = Path("/dev/shm")  # noqa: S108 - a private folder is made inside by mkdtemp
    made = Path(tempfile.mkdtemp(prefix="foreign-", dir=memory if memory.exists() else None))

    def folder(name: str) -> Path:
        (made / name).mkdir(mode=0o700)
        return made / name

    yield folder
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(foreign_folder: Callable[[str], Path]) -> Iterator[Any]:
    with foreign_postgres(foreign_folder("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def maria(foreign_folder: Callable[[str], Path]) -> Iterator[Any]:
    if MARIADBD is None or INSTALL is None:
        pytest.skip("MariaDB is not installed on this machine (apt-get install mariadb-server-core mariadb-client-core)")
    with foreign_maria(foreign_folder("maria")) as server:
        yield server


@pytest.fixture(params=["postgres", "maria"])
def foreign(request: pytest.FixtureRequest) -> Any:
    """Either of them, for what must hold in both."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def keys_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("SUPERVISION_DOCKING_NETWORKS", "127.0.0.1")
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    yield
    crypto.join(None)


@dataclass
class Office:
    """A department with its table over there and its source here."""

    server: Any
    city: City
    table: str
    source_id: int = 0
    moment: datetime = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
    trouble_at: int | None = None
    ticks: int = 0
    reports: list[int] = field(default_factory=list)

    def clock(self) -> datetime:
        """Return the next second, or break down where a test wants it to."""
        self.ticks += 1
        if self.ticks == self.trouble_at:
            raise ConnectionResetError("the process ends here")
        return self.moment + timedelta(seconds=self.ticks)

    def make_table(self) -> None:
        text = "text" if self.server.driver == "postgresql" else "varchar(400)"
        stamp = "timestamp" if self.server.driver == "postgresql" else "datetime(6)"
        quote = '"' if self.server.driver == "postgresql" else "`"
        columns = ", ".join(f"{quote}{code}{quote} {text}" for code in CODES.values())
        name = f"{quote}{self.table}{quote}"
        self.server.run(f"CREATE TABLE {name} ({columns}, changed {stamp}, id integer PRIMARY KEY, inner_note {text})")

    def rows(self, first: int, last: int, *, minutes: int = 1, **other: object) -> None:
        """Let licences arise over there."""
        made = []
        for number in range(first, last + 1):
            row = {**LICENCE, "doc_no": f"云市监许〔2026〕第{number}号", "certificate_no": f"SC{number:014}", **other}
            cells = [_text(row[name]) for name in CODES]
            made.append((*cells, START + timedelta(minutes=minutes * number), number, "内部批注"))
        self.server.fill(self.table, [*CODES.values(), "changed", "id", "inner_note"], made)

    def settings(self, **other: Any) -> Settings:
        usual: dict[str, Any] = {
            "department_id": self.city.bureau.id,
            "name": f"许可库{self.table}",
            "driver": Driver(self.server.driver),
            "host": "127.0.0.1",
            "port": self.server.port,
            "database": "office",
            "schema": "public" if self.server.driver == "postgresql" else None,
            "table": self.table,
            "username": READER,
            "password": READS,
            "encrypted": False,
            "kind": KIND,
            "watermark": "changed",
            "key": "id",
            "overlap": 10,
            "page_rows": 100,
            "timeout_seconds": 5,
            "every_minutes": 30,
            "starts_on": date(2026, 1, 1),
            "ends_on": None,
        }
        return Settings(**{**usual, **other})

    def create(self, **other: Any) -> int:
        with transaction() as session:
            made = service.create(session, self.settings(**other), crypto=crypto.provider(), actor="person:1", now=self.moment)
        self.source_id = made.id
        return made.id

    def look(self) -> Any:
        with transaction() as session:
            source = session.get_one(DockingSource, self.source_id)
            found = service.look(source, layouts.layouts(session), networks=HERE, crypto=crypto.provider())
            service.note_look(session, source, found, actor="person:1", now=self.moment)
        return found

    def start(self) -> None:
        with transaction() as session:
            service.start(session, session.get_one(DockingSource, self.source_id), actor="person:1", now=self.moment)

    def ask(self, trigger: Trigger = Trigger.SCHEDULE) -> int:
        with transaction() as session:
            source = session.get_one(DockingSource, self.source_id)
            return service.ask(session, source, trigger=trigger, actor="person:1", now=self.moment).id

    def around(self, **other: Any) -> Around:
        usual: dict[str, Any] = {
            "networks": HERE,
            "crypto": crypto.provider(),
            "clock": self.clock,
            "report": lambda rows, _words: self.reports.append(rows),
            "called_off": lambda: False,
        }
        return Around(**{**usual, **other})

    def pull(self, run_id: int | None = None, **other: Any) -> DockingRun:
        run_id = run_id or self.ask()
        pull(run_id, self.around(**other))
        return self.run(run_id)

    def run(self, run_id: int) -> DockingRun:
        with reading() as session:
            return session.get_one(DockingRun, run_id)

    @property
    def source(self) -> DockingSource:
        with reading() as session:
            return session.get_one(DockingSource, self.source_id)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def office_at(server: Any) -> Office:
    Door().load("registration", {"name": FIRM, "code": uscc(1)})
    with transaction() as session:
        office = Office(server, found_city(session), f"XK_{next(TABLES)}")
    office.make_table()
    return office


@pytest.fixture
def office(database: str, keys_of_the_test: None, foreign: Any) -> Office:
    """An office whose database is either PostgreSQL or MariaDB."""
    return office_at(foreign)


@pytest.fixture
def one_office(database: str, keys_of_the_test: None, postgres: Any) -> Office:
    """An office for what does not hang on the database over there."""
    return office_at(postgres)
