"""Archives for tests, made with the models and nothing else; every firm and person is invented."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.archive.subjects.models import Event, Identifier, Name, Record, Registration, Relation, Subject

KNOWN = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
REGISTRAR = 2
NUMBERS = count(1)


def department(session: Session, code: str = "tax", name: str = "云汀市税务局") -> int:
    """Return a department besides the registrar, made when it is first asked for."""
    found = session.scalar(select(Department.id).where(Department.code == code))
    if found is not None:
        return found
    made = Department(code=code, name=name, short_name=name, level="city", path="/")
    made.id = 1_000 + next(NUMBERS)
    made.path = f"/{made.id}/"
    session.add(made)
    session.flush()
    return made.id


@dataclass(slots=True)
class SubjectFactory:
    """Adds facts to one subject; everything may be overridden by its column's name."""

    session: Session
    id: int

    def add(self, model: type[Any], **values: Any) -> Any:
        row = model(**{"known_from": KNOWN, "department_id": REGISTRAR, **values})
        self.session.add(row)
        self.session.flush()
        return row

    def identifier(self, value: str | None = None, **values: Any) -> Identifier:
        value = value or f"91{next(NUMBERS):016d}"
        return self.add(Identifier, subject_id=self.id, **{"kind": "uscc", "value": value, **values})

    def name(self, name: str, **values: Any) -> Name:
        return self.add(
            Name, subject_id=self.id, **{"name": name, "normal": name, "grams": [name[:2]], "former": False, **values}
        )

    def registration(self, **values: Any) -> Registration:
        return self.add(Registration, subject_id=self.id, **{"facts_hash": b"-", **values})

    def relation(self, kind: str = "shareholder", **values: Any) -> Relation:
        values = {"to_id": self.id, "holder_key": f"k:{next(NUMBERS)}", **values}
        return self.add(Relation, kind=kind, **values)

    def record(self, kind: str = "penalty", **values: Any) -> Record:
        key = hashlib.md5(str(next(NUMBERS)).encode(), usedforsecurity=False).digest()
        defaults = {"matched": "code", "business_key": key, "content_hash": key, "data": {}}
        return self.add(Record, subject_id=self.id, kind=kind, **{**defaults, **values})

    def event(self, summary: str, **values: Any) -> Event:
        return self.add(Event, subject_id=self.id, **{"kind": "established", "summary": summary, **values})


def subject(session: Session, kind: str = "enterprise", **values: Any) -> SubjectFactory:
    """Return a subject with nothing said about it."""
    row = Subject(kind=kind, known_from=values.pop("known_from", KNOWN), **values)
    session.add(row)
    session.flush()
    return SubjectFactory(session, row.id)


def firm(session: Session, name: str = "云汀禾木速冻食品有限公司", kind: str = "enterprise", **facts: Any) -> SubjectFactory:
    """Return a subject with a code, a name and one registration of the registrar."""
    made = subject(session, kind)
    code = made.identifier().value
    made.name(name)
    made.registration(
        **{"name": name, "code": code, "legal_rep": "沈某某", "state": "S1", "address": "汀南区禾埠路 86 号", **facts}
    )
    return made


def penalty(made: SubjectFactory, on: date, **values: Any) -> Record:
    """Return a penalty decided on a day, with its line in the timeline."""
    record = made.record("penalty", **{"occurred_on": on, "valid_from": on, "item": "标签不实", "result": "罚款", **values})
    made.event("行政处罚：罚款", kind="penalty", occurred_on=on, link_kind="record", link_id=record.id)
    return record
