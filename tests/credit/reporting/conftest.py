"""A door into a fresh database that knows one firm, and keys of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from tests.factories.reported import FIRM
from tests.factories.rows import Door, uscc


@pytest.fixture
def keys_of_the_test(tmp_path: Path) -> Iterator[None]:
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    yield
    crypto.join(None)


@pytest.fixture
def door(database: str, keys_of_the_test: None) -> Door:
    door = Door()
    door.load("registration", {"name": FIRM, "code": uscc(1)})
    return door
