"""Receivers that run for real: an HTTP server in a process of its own that does what a test tells it, and a mail server."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlalchemy.orm import Session

from supervision.kernel.crypto import keys, provider
from supervision.kernel.crypto import join as join_crypto
from supervision.kernel.crypto import SoftwareProvider
from tests.factories.inbox import Desk, desk


@dataclass
class Receiver:
    """A receiver's address and what came to it."""

    address: str
    folder: Path
    process: Popen[bytes] = field(repr=False)

    def behave(self, how: str) -> None:
        """Answer from now on with a status, or `hang`, `drip`, `drop`, `redirect`."""
        (self.folder / "how").write_text(how, encoding="utf-8")

    @property
    def calls(self) -> list[dict[str, object]]:
        """Return every call in order: `headers` and `body` as it came."""
        path = self.folder / "calls"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    process = Popen([sys.executable, "-m", "tests.factories.receiver", str(tmp_path)], stdout=PIPE)  # noqa: S603 - our own program
    port = int(process.stdout.readline())
    made = Receiver(f"http://127.0.0.1:{port}/in", tmp_path, process)
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def keyring(tmp_path: Path) -> Iterator[None]:
    join_crypto(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    yield
    join_crypto(None)


@pytest.fixture
def at(session: Session) -> Desk:
    return desk(session)
