"""Receivers that run for real: an HTTP server in a process of its own that does what a test tells it, and a mail server."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

import pytest
from sqlalchemy.orm import Session

from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.crypto import join as join_crypto
from tests.factories.inbox import Desk, desk


@dataclass
class Receiver:
    """A receiver's address and what came to it."""

    address: str
    folder: Path

    def behave(self, how: str) -> None:
        """Answer from now on with a status, or `hang`, `drip`, `drop`, `redirect`."""
        (self.folder / "how").write_text(how, encoding="utf-8")

    @property
    def calls(self) -> list[dict[str, object]]:
        """Return every call in order: `headers` and `body` as it came."""
        path = self.folder / "calls"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def forget(self) -> None:
        """Be as new."""
        for name in ("how", "calls"):
            (self.folder / name).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    folder = tmp_path_factory.mktemp("receiver")
    command = [sys.executable, "-m", "tests.factories.receiver", str(folder)]
    process = Popen(command, stdout=PIPE, stderr=DEVNULL)
    yield Receiver(f"http://127.0.0.1:{int(process.stdout.readline())}/in", folder)
    process.kill()
    process.wait()


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    running.forget()
    return running


@pytest.fixture(autouse=True)
def keyring(tmp_path: Path) -> Iterator[None]:
    join_crypto(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    yield
    join_crypto(None)


@pytest.fixture
def at(session: Session) -> Desk:
    return desk(session)
