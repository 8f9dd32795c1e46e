"""Two people, two firms, and chunks of rows that tell of them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.accounts.models import User
from supervision.archive.subjects.models import Event, Name, Subject
from supervision.kernel.access import Principal

BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
BATCH = 7


@pytest.fixture
def people(session: Session) -> tuple[int, int]:
    fixed = {
        "name": "沈某某",
        "department_id": 2,
        "password_hash": "x",
        "password_set_at": BEFORE,
        "created_at": BEFORE,
        "created_by": "test",
    }
    made = [User(login=f"clerk-{number}", **fixed) for number in (1, 2)]
    session.add_all(made)
    session.flush()
    return made[0].id, made[1].id


@pytest.fixture
def firm(session: Session) -> Callable[..., int]:
    def make(name: str, merged_into: int | None = None) -> int:
        subject = Subject(kind="enterprise", known_from=BEFORE, merged_into=merged_into)
        session.add(subject)
        session.flush()
        session.add(Name(subject_id=subject.id, name=name, normal=name, grams=[], department_id=2, known_from=BEFORE))
        session.flush()
        return subject.id

    return make


@pytest.fixture
def event(session: Session) -> Callable[..., int]:
    def make(subject_id: int, row_no: int = 1, *, batch_id: int = BATCH, known_from: datetime = AFTER) -> int:
        row = Event(
            subject_id=subject_id,
            kind="penalty",
            summary="罚款 2.5 万元",
            department_id=2,
            batch_id=batch_id,
            row_no=row_no,
            known_from=known_from,
        )
        session.add(row)
        session.flush()
        return row.id

    return make


def principal(user_id: int, kind: str = "person") -> Principal:
    return Principal(kind, user_id, "沈某某", permissions=frozenset({"archive.read", "search.read"}))


def rows_in(session: Session, table: str) -> int:
    return session.execute(text(f"SELECT count(*) FROM archive.{table}")).scalar_one()
