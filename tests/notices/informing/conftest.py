"""The counter of a registrar, with files in a folder of the test and keys of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from tests.factories.counter import Counter
from tests.factories.counter import counter as open_counter


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path) -> Iterator[None]:
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    yield
    crypto.join(None)


@pytest.fixture
def counter(session: Session, own_keys: None) -> Counter:
    return open_counter(session)
