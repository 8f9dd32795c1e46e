"""A city with a northern and a southern district, and registrations that come in through the one door."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.routing import Town, found_town


@pytest.fixture
def town(session: Session) -> Town:
    return found_town()
