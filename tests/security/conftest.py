"""The real application with the eastern district's work in it, entered by those who should not get far."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from supervision.accounts.people import service as people
from supervision.accounts.sessions import service as sessions
from supervision.kernel import crypto
from supervision.kernel.settings import Settings
from tests.factories.accounts import QUICK
from tests.factories.application import application
from tests.factories.districts import Standing, Work


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "HASHER", QUICK)
    monkeypatch.setattr(sessions, "NOBODY", QUICK.hash("nobody"))


@pytest.fixture
def settings(tmp_path: Path, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Everything that is written goes into the test's folder, and the limiter counts in a store of its own."""
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    return Settings(var=tmp_path / "var", secret_key="a key for tests only", redis_url=valkey_url)


@pytest.fixture
def app(database: str, settings: Settings) -> Flask:
    return application(settings)


@pytest.fixture(scope="session")
def template(standing: Standing) -> str:
    return standing.template


@pytest.fixture
def work(app: Flask, standing: Standing, settings: Settings) -> Iterator[Work]:
    yield standing.brought_to(settings.var)
    crypto.join(None)
