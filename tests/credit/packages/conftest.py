"""A city that takes packages in, and units with keys of their own that make them."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from credit.packages.container.service import own_key
from credit.packages.keys.service import register
from credit.packages.making.features import as_csv
from credit.packages.making.service import Made, Order, Source, make
from credit.standards.schemas import table_of
from supervision.kernel import crypto
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import SoftwareProvider, keys, passphrase
from supervision.kernel.db import transaction
from supervision.kernel.queues.working.service import execute
from tests.factories.accounts import City, found_city
from tests.factories.districts import colleague, csrf
from tests.factories.reported import FIRM, LICENCE
from tests.factories.rows import Door, ask, uscc
from wsgi import PLATFORM

TABLE = "sgs-2021-licence-legal"
SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 20)


def licence(number: int = 1, **other: Any) -> dict[str, str]:
    """Return a licence as somebody fills it in."""
    row = {**LICENCE, "doc_no": f"云市监许〔2026〕第{number}号", "certificate_no": f"SC{number:014}", **other}
    return {name: str(value) for name, value in row.items()}


def signer_in(folder: Path, algorithm: str = "SM2-SM3") -> SoftwareProvider:
    """Return a machine with a signing key of its own."""
    folder.mkdir(mode=0o700, parents=True)
    keys.create(folder, keys.SIGN, algorithm=algorithm, number=1)
    return SoftwareProvider(keys.load(folder))


@dataclass
class Town:
    """The platform, the units, and their machines without a network."""

    app: Flask
    city: City
    folder: Path

    def at(self, role: str, department: str = "bureau") -> FlaskClient:
        client = colleague(self.app, getattr(self.city, department), role)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
        return client

    def machine(self, name: str, *, registered_for: str | None = None) -> SoftwareProvider:
        """Return a unit's machine; its key is registered for a unit where one is named."""
        made = signer_in(self.folder / name)
        if registered_for:
            self.register(made, registered_for)
        return made

    def register(self, machine: SoftwareProvider, department: str) -> int:
        own = own_key(machine)
        with transaction() as session:
            key = register(
                session,
                department_id=getattr(self.city, department).id,
                public_key=own.public.hex(),
                read_out=own.signer.fingerprint,
                valid_from=date(2026, 1, 1),
                valid_to=date(today().year + 1, 12, 31),
                basis="公函〔2026〕1号",
                actor="person:0",
                now=now(),
            )
            return key.id

    def pack(
        self,
        machine: SoftwareProvider,
        *rows: dict[str, str],
        unit: str = "east",
        secret: str | None = None,
        at: datetime | None = None,
    ) -> Made:
        """Pack rows on a unit's machine, from a file that somebody filled in."""
        path = self.folder / "filled.csv"
        path.write_bytes(as_csv(table_of(TABLE), rows))
        with transaction() as session:
            department = getattr(self.city, unit)
            order = Order(department, SINCE, UNTIL, Source(path, path.name, table_of(TABLE)), secret)
            return make(session, order, crypto=machine, actor="person:0", now=at or now())


def bring(client: FlaskClient, content: bytes, **more: str) -> Any:
    """Import a package on the page."""
    form = {"file": (io.BytesIO(content), "包.zip"), **more}
    return client.post("/credit/packages/import", data=form, follow_redirects=True)


def refusal(answer: Any) -> str:
    """Return the words with which a form was refused."""
    found = re.search(r'<div class="errors".*?<li>(.*?)</li>', answer.text, re.DOTALL)
    return found[1] if found else ""


def work() -> None:
    """Do what waits, as the worker would."""
    for (number,) in ask("SELECT id FROM kernel.job WHERE state = 'queued' ORDER BY id"):
        execute(PLATFORM, number)


@pytest.fixture
def town(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    monkeypatch.setitem(passphrase.DERIVATIONS, 1, (1, 64, 1))  # the cost of a key is not what these tests are about
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    Door().load("registration", {"name": FIRM, "code": uscc(1)})
    with transaction() as session:
        city = found_city(session)
    yield Town(app, city, tmp_path)
    crypto.join(None)
