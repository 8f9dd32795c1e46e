"""A few firms with everything that a search can find them by."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest
from sqlalchemy.orm import Session

from supervision.archive.search.rules import grams, read
from supervision.archive.subjects.models import Identifier, Name, Record, Registration, Subject

KNOWN = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
REGISTRAR = 2

Firm = Callable[..., int]


@pytest.fixture
def firm(session: Session) -> Firm:
    """Return a maker of firms; it gives back the subject's id."""
    numbers = count(1)

    def make(
        name: str,
        *,
        former: str | None = None,
        code: str | None = None,
        state: str = "S1",
        kind: str = "enterprise",
        legal_rep: str | None = None,
        address: str | None = None,
        division: str = "310115",
        industry: str = "I6510",
        type_name: str = "有限责任公司",
        established_on: date = date(2015, 5, 1),
        known_from: datetime = KNOWN,
    ) -> int:
        number = next(numbers)
        subject = Subject(kind=kind, known_from=known_from)
        session.add(subject)
        session.flush()
        source = {"subject_id": subject.id, "known_from": known_from, "department_id": REGISTRAR}
        session.add_all(name_of(text, old, source) for text, old in ((name, False), (former, True)) if text)
        code = code or f"91310115MA{number:08d}"
        session.add(Identifier(kind="uscc", value=code, **source))
        session.add(
            Registration(
                name=name,
                code=code,
                legal_rep=legal_rep,
                address=address,
                division=division,
                industry=industry,
                type_name=type_name,
                established_on=established_on,
                state=state,
                facts_hash=b"0",
                **source,
            )
        )
        session.flush()
        return subject.id

    return make


def name_of(text: str, former: bool, source: dict) -> Name:  # noqa: FBT001 - as the column
    normal = read(text).normal
    return Name(name=text, normal=normal, grams=grams(normal), former=former, **source)


def penalty(session: Session, subject_id: int, **values) -> None:
    session.add(
        Record(
            subject_id=subject_id,
            matched="code",
            kind="penalty",
            business_key=str(subject_id).encode(),
            content_hash=b"0",
            department_id=REGISTRAR,
            known_from=KNOWN,
            data={},
            **values,
        )
    )
    session.flush()
