"""A receiver that runs for real in a process of its own, and channels that lead to it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from subprocess import PIPE, Popen
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import time_machine
from sqlalchemy import select

from credit.channels import jobs, service
from credit.channels.models import Channel, ChannelHolding, ChannelMessage
from credit.channels.sending.schemas import Outside
from credit.channels.service import Given, Place
from credit.publicity import service as publicity
from credit.publicity.masking.service import confirm
from credit.publicity.models import Publication
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.kernel import crypto, db
from supervision.kernel.clock import now
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver
from supervision.kernel.servers import postgres
from supervision.kernel.servers.postgres import PostgresServer
from supervision.kernel.settings import Settings
from supervision.notices.delivery.reaching.service import Times
from supervision.notices.delivery.states import Scheme
from tests.conftest import made_once
from tests.factories.accounts import City, found_city
from tests.factories.databases import copy_database
from tests.factories.published import NOW, REVIEWER, decision, record_of
from tests.factories.rows import uscc

SECRET = "the secret that both sides know, and nobody else"
PATIENT = Times(connect=30, wait=30, whole=30)
AUTHORITY = uscc(900, "11310100")
COMPLETE: dict[str, Any] = {
    "title": "行政处罚决定书",
    "authority_code": AUTHORITY,
    "source_name": "云汀市市场监督管理局",
    "source_code": AUTHORITY,
    "valid_from": date(2026, 11, 12),
    "valid_to": date(2099, 12, 31),
    "certificate": "食品经营许可证",
}
ROUND = SimpleNamespace(cancelled=lambda: False, progress=lambda *_: None, arguments={})


@dataclass
class Receiver:
    """The other side, as it is reached and as it is looked into."""

    address: str

    def control(self, **wanted: object) -> dict[str, Any]:
        """Tell it how to behave; return what it says."""
        line = HTTPConnection(self.address.partition("//")[2], timeout=10)
        line.request("POST" if wanted else "GET", "/control", json.dumps(wanted) if wanted else None)
        return json.loads(line.getresponse().read())

    def behave(self, fault: str) -> None:
        self.control(fault=fault)

    def rows(self, channel: str = "credit-china") -> list[dict[str, Any]]:
        """Return what it holds now, in the order of the document numbers."""
        held = [one for one in self.control()[channel]["records"].values() if one["row"]]
        return sorted(held, key=lambda one: str(one["row"]))

    def numbers(self, channel: str = "credit-china") -> list[str]:
        return sorted(one["row"].get("CF_WSH") or one["row"]["XK_WSH"] for one in self.rows(channel))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    key = tmp_path_factory.mktemp("receiver") / "key"
    key.write_text(SECRET, encoding="utf-8")
    process = Popen([sys.executable, "-m", "tools.receiver", "--port", "0", "--secret-file", str(key)], stdout=PIPE)
    yield Receiver(f"http://127.0.0.1:{int(process.stdout.readline())}")
    process.kill()
    process.wait()


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    running.control(fault="none", restart=True)
    return running


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture(scope="session")
def template(postgres_server: PostgresServer, stocked: str) -> str:
    """A database in which the departments of the city are founded already."""

    def found(name: str, connection: psycopg.Connection) -> None:
        copy_database(connection, name, stocked)
        db.bind(postgres_server.url(postgres.APPLICATION, name))
        try:
            with transaction() as session:
                found_city(session)
        finally:
            db.unbind()

    return made_once(postgres_server, "template_channels", found)


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> SoftwareProvider:
    return SoftwareProvider(keys.load_or_create(tmp_path_factory.mktemp("keys")))


@pytest.fixture
def city(database: str, clock: object, keyring: SoftwareProvider) -> Iterator[City]:
    crypto.join(keyring)
    with reading() as session:
        found = {one.code: one for one in session.scalars(select(Department))}
    yield City(*(found[code] for code in ("scjg", "scjg-e", "scjg-w", "tax")))
    crypto.join(None)


@dataclass
class World:
    """Our side: decisions are reported, reviewed and ended as always, and the worker makes its rounds."""

    city: City
    clock: Any
    receiver: Receiver

    def connect(self, *names: str) -> None:
        """Let channels lead to the receiver."""
        with transaction() as session:
            for name in names:
                place, found = Place(f"{self.receiver.address}/{name}", Scheme.HMAC_SM3, SECRET), session.get_one(Channel, name)
                outside = jobs.outside(Settings.from_environment())
                service.set_place(session, found, place, Given("test", now()), hosts=outside.hosts, crypto=outside.crypto)

    def reported(self, **values: Any) -> Decision:
        """Return a decision that came in and is told of."""
        with transaction() as session:
            made = decision(session, department_id=self.city.bureau.id, **{**COMPLETE, **values})
            publicity.project(session, decision_ids=[made.id], now=now())
        return made

    def shown(self, **values: Any) -> Decision:
        """Return a decision that the portal shows."""
        made = self.reported(**values)
        self.publish(made)
        return made

    def publish(self, made: Decision) -> None:
        with transaction() as session:
            made = session.get_one(Decision, made.id)
            publicity.publish(session, record_of(session, made), publicity.Given(REVIEWER, now()))

    def confirm_masks(self, made: Decision) -> None:
        """Let a person confirm what covers personal data."""
        with transaction() as session:
            record = record_of(session, session.get_one(Decision, made.id))
            confirm(session, record, publicity.Given(REVIEWER, now()), masks=record.masks)

    def correct(self, made: Decision, **values: Any) -> None:
        """Report a new version; it waits for its review."""
        with transaction() as session:
            standing = session.get_one(Decision, made.id)
            for name, value in {"version": standing.version + 1, "change": "corrected", **values}.items():
                setattr(standing, name, value)
            session.flush()
            publicity.project(session, decision_ids=[made.id], now=now())

    def withdraw(self, made: Decision, reason: str = "决定已被撤销") -> None:
        with transaction() as session:
            publicity.withdraw_decisions(session, decision_ids=[made.id], reason=reason, now=now())

    def tell(self) -> None:
        """Let the outbox be delivered."""
        while deliver(joined(), now=now(), limit=1_000):
            pass

    def work(self, **later: float) -> dict[str, object]:
        """Let time pass, news be delivered, and the worker make its round."""
        self.clock.shift(timedelta(**later))
        self.tell()
        return jobs.run_send(ROUND) or {}

    def reconcile(self, day: date | None = None) -> dict[str, object]:
        arguments = {"day": (day or NOW.date()).isoformat()}
        return jobs.run_reconcile(SimpleNamespace(**{**vars(ROUND), "arguments": arguments})) or {}

    @staticmethod
    def messages(channel: str = "credit-china") -> list[tuple[str, str, int]]:
        """Return act, state and version of every message in order."""
        with reading() as session:
            rows = select(ChannelMessage).where(ChannelMessage.channel == channel).order_by(ChannelMessage.id)
            return [(row.action, row.state, row.version) for row in session.scalars(rows)]

    @staticmethod
    def holding(channel: str = "credit-china") -> ChannelHolding:
        with reading() as session:
            return session.scalars(select(ChannelHolding).where(ChannelHolding.channel == channel)).one()

    @staticmethod
    def channel(name: str = "credit-china") -> Channel:
        with reading() as session:
            return session.get_one(Channel, name)

    @staticmethod
    def portal() -> list[str]:
        """Return what the portal shows at this moment."""
        with reading() as session:
            shown = select(Publication.doc_no).where(
                Publication.state == "published", Publication.shown_until.is_(None) | (Publication.shown_until >= now().date())
            )
            return sorted(session.scalars(shown))


@pytest.fixture
def world(city: City, clock: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> World:
    outside = Outside(frozenset({receiver.address.partition("//")[2]}), crypto.provider(), PATIENT)
    monkeypatch.setattr(jobs, "outside", lambda _settings: outside)
    made = World(city, clock, receiver)
    made.connect("credit-china")
    return made
