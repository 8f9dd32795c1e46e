"""Two departments with systems of their own, and a firm that is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from credit.standards.schemas import table_of
from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import transaction
from supervision.kernel.queues.working.service import execute
from tests.factories.accounts import City, found_city
from tests.factories.districts import colleague, csrf, key_for
from tests.factories.reported import FIRM, LICENCE
from tests.factories.rows import Door, ask, uscc
from wsgi import PLATFORM

TABLE = "sgs-2021-licence-legal"
ADDRESS = "/api/v1/credit/decisions"


@dataclass
class System:
    """A department's system with its key."""

    client: FlaskClient
    key: str

    def push(self, rows: list[dict[str, Any]], *, key: str = "k-1", query: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", **({"Idempotency-Key": key} if key else {})}
        return self.client.post(f"{ADDRESS}{query}", json={"table": TABLE, "rows": rows, **more}, headers=headers)

    def outcome(self, batch_id: int, page: int = 1) -> Any:
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.client.get(f"/api/v1/credit/batches/{batch_id}?page={page}", headers=headers)


@dataclass
class Town:
    """The departments, and who comes in."""

    app: Flask
    city: City

    def system(self, department: str = "bureau", *permissions: str) -> System:
        key = key_for(getattr(self.city, department), *(permissions or ("credit.report",)))
        return System(self.app.test_client(), key)

    def at(self, role: str, department: str = "bureau") -> FlaskClient:
        client = colleague(self.app, getattr(self.city, department), role)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
        return client


def licence(number: int = 1, **other: Any) -> dict[str, Any]:
    """Return a licence under the codes of the standard, as a department's system sends it."""
    row = {**LICENCE, "doc_no": f"云市监许〔2026〕第{number}号", "certificate_no": f"SC{number:014}", **other}
    table = table_of(TABLE)
    named = {column.code: row[name] for name in row if (column := table.column(name)) is not None}
    return {code: value.isoformat() if hasattr(value, "isoformat") else value for code, value in named.items()}


def work() -> None:
    """Do what waits, as the worker would."""
    for (number,) in ask("SELECT id FROM kernel.job WHERE state = 'queued' ORDER BY id"):
        execute(PLATFORM, number)


@pytest.fixture
def town(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    Door().load("registration", {"name": FIRM, "code": uscc(1)})
    with transaction() as session:
        city = found_city(session)
    yield Town(app, city)
    crypto.join(None)
