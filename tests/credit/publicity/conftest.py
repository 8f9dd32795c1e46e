"""A department whose decisions are made public."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.accounts import City, found_city


@pytest.fixture
def city(session: Session) -> City:
    return found_city(session)
