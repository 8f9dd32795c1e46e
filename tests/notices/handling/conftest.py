"""Two offices with notices."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.inbox import Desk, desk


@pytest.fixture
def at(session: Session) -> Desk:
    return desk(session)
