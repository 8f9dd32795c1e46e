"""Offices with notices, a small catalogue's worth of licences, and a moment at which they are read."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Record
from supervision.intake.events import RowsAccepted
from supervision.notices.closing.subscribers import read_licences
from supervision.notices.models import Notice
from tests.factories.archive import SubjectFactory
from tests.factories.inbox import Desk, desk

BATCH = 7


@pytest.fixture
def at(session: Session) -> Desk:
    return desk(session)


@pytest.fixture
def licence(session: Session, at: Desk) -> Callable[..., Record]:
    """Report a licence of the firm that a notice is about."""
    numbers = iter(range(1, 1000))

    def make(notice: Notice | int, item: str | None = None, **values: Any) -> Record:
        subject_id = notice if isinstance(notice, int) else notice.subject_id
        given = {
            "batch_id": BATCH,
            "row_no": next(numbers),
            "item": item,
            "department_id": at.city.east.id,
            "known_from": at.now,
        }
        return SubjectFactory(session, subject_id).record("licence", **{**given, **values})

    return make


@pytest.fixture
def arrive(session: Session, at: Desk) -> Callable[[], None]:
    """Let the chunk of everything that was reported be read."""

    def read() -> None:
        session.flush()
        read_licences(session, RowsAccepted(BATCH, 1, "licence", 10, 1, 1000), at.now)
        session.flush()

    return read
