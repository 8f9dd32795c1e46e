"""The desk of the queue, and somebody who enters."""

import pytest

from tests.credit.questions.conftest import desk, door, keys_of_the_test
from tests.factories.accounts import Browser
from tests.factories.desk import Desk

__all__ = ["desk", "door", "entry_clerk", "keys_of_the_test"]


@pytest.fixture
def entry_clerk(desk: Desk) -> Browser:
    return desk.as_("east-entry")
