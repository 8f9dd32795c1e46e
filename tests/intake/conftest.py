"""The door with one tiny kind behind it, and attachments in a folder of the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from supervision.accounts.departments.models import UNSPECIFIED
from supervision.intake import service
from supervision.intake.schemas import Submission
from supervision.intake.service import Received
from supervision.kernel.db import transaction
from supervision.kernel.module import join
from tests.factories.tiny import NOW, TABLES, join_tiny
from wsgi import PLATFORM

Receive = Callable[..., Received]


@pytest.fixture
def tiny(owner_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    with owner_engine.begin() as connection:
        connection.execute(TABLES)
    join_tiny()
    yield
    join(PLATFORM)


@pytest.fixture
def receive(tiny: None, tmp_path: Path) -> Receive:
    """Hand a text in as a file and return what the door says."""

    def hand_in(content: str | bytes, filename: str = "处罚.csv", **options: object) -> Received:
        path = tmp_path / "upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        submission = Submission(path, filename, UNSPECIFIED, "来源未指明", "user:1", **options)
        with transaction() as session:
            return service.receive(session, submission, now=NOW)

    return hand_in
