"""Two offices with notices, seen from inside and through the pages."""

import pytest
from sqlalchemy.orm import Session

from supervision.kernel.db import transaction
from supervision.notices.states import NoticeState as S
from tests.factories.districts import colleague
from tests.factories.inbox import Desk, desk


@pytest.fixture
def at(session: Session) -> Desk:
    return desk(session)


@pytest.fixture
def town(app, monkeypatch, tmp_path):
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    with transaction() as session:
        return desk(session)


@pytest.fixture
def make(town):
    """Put a notice into an inbox and return it."""

    def put(office=None, state=S.PUSHED, **values):
        with transaction() as session:
            town.session = session
            return town.notice(office or town.city.tax, state, **values)

    return put


@pytest.fixture
def clerk(app, town):
    return colleague(app, town.city.tax, "reporter")


@pytest.fixture
def head(app, town):
    return colleague(app, town.city.tax, "department_admin")
