"""What an archive says as of a day: the whole of it in one statement that returns JSON text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from psycopg import Connection, RawCursor
from psycopg import OperationalError as DriverError
from psycopg.rows import tuple_row
from sqlalchemy import case, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Identifier, IdentifierKind, Name, Subject
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.sourcing.rules import source_order
from supervision.archive.subjects.withholding.rules import scope_values
from supervision.archive.subjects.writing.rules import Rendering, Statement, archive_statement
from supervision.kernel.access import Scope
from supervision.kernel.audit.rules import storable
from supervision.kernel.audit.service import ACCESS_LOCK
from supervision.kernel.direct import first_value


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads an archive, when and for what, as the access log keeps it."""

    actor: str
    at: datetime
    department_id: int | None = None
    address: str | None = None
    purpose: str | None = None
    case_number: str | None = None


def archive_json(
    session: Session,
    *,
    as_of: AsOf,
    subject_id: int | None = None,
    code: str | None = None,
    reveal: bool = False,
    reader: Reader | None = None,
    personal: Sequence[str] = (),
    scopes: Sequence[Scope] = (),
) -> str | None:
    """Return the whole archive as JSON text, or None where no subject stands under the id or code.

    The answer follows merges: a merged subject is read under the one that was kept. With a `reader` the reading itself is
    written to the access log by the same statement, so the session must be able to write. What was said in a report of a
    wrong fact is work of the departments in `scopes` and of whoever said it; others read only that the fact is in doubt. What is
    withheld from sharing stands in the answer for the department that answers for it alone, marked.
    """
    given = _values(as_of, reveal=reveal, personal=personal, reader=reader) | _scope_values(scopes)
    asked = {"subject_id": None if subject_id is None else str(subject_id), "code": code}
    for rendering in () if as_of.past else (Rendering.BRIEF, Rendering.PLAIN):
        text = _answer(session, archive_statement(rendering, logging=reader is not None), given | asked)
        if text is not None:
            return text
    found = subject_id if subject_id is not None else subject_by_code(session, code or "")
    if found is None:
        return None
    return _answer(session, archive_statement(Rendering.GROUP, logging=reader is not None), given | {"subject_id": str(found)})


@dataclass(frozen=True, slots=True)
class Caller:
    """A system as it asks again and again within a day: all that its readings have in common."""

    actor: str
    department_id: int | None
    address: str
    personal: Sequence[str]
    scopes: Sequence[Scope]
    judged_on: date


def usual_json(code: str, *, caller: Caller, now: datetime) -> bytes | None:
    """Return what `archive_json` returns for a code today, where a shorter rendering may answer, on this thread's connection."""
    asked, instant = code.encode(), now.isoformat().encode()
    for rendering in (Rendering.BRIEF, Rendering.PLAIN):
        usual = _usual(rendering, caller)
        values = usual.values.copy()
        values[usual.code] = asked
        for place in usual.instants:
            values[place] = instant
        text = first_value(usual.statement.name, usual.statement.text, values)
        if text is not None:
            return text
    return None


@dataclass(frozen=True, slots=True)
class _Usual:
    """A statement with a caller's values filled in, and the places of those that differ each time."""

    statement: Statement
    values: list[bytes | None]
    code: int
    instants: tuple[int, ...]


@lru_cache(maxsize=1024)
def _usual(rendering: Rendering, caller: Caller) -> _Usual:
    statement = archive_statement(rendering, logging=True)
    noon = datetime.combine(caller.judged_on, time(4), UTC)
    reader = Reader(caller.actor, noon, caller.department_id, caller.address)
    point = AsOf(valid_on=None, known_at=noon, past=False)
    given = _values(point, reveal=False, personal=caller.personal, reader=reader) | _scope_values(caller.scopes)
    values = statement.values(given | {"subject_id": None, "code": None})
    instants = tuple(place for place, name in enumerate(statement.names) if name in {"at", "known_at"})
    encoded = [None if value is None else str(value).encode() for value in values]
    return _Usual(statement, encoded, statement.names.index("code"), instants)


def archive(session: Session, *, subject_id: int, as_of: AsOf, reveal: bool = False) -> dict[str, Any] | None:
    """Return the archive parsed, for a page that draws it."""
    text = archive_json(session, subject_id=subject_id, as_of=as_of, reveal=reveal)
    return None if text is None else dict(json.loads(text))


def subject_by_code(session: Session, code: str) -> int | None:
    """Return the subject that carries a code or number now, or else the one that carried it last."""
    order = case({kind.value: place for place, kind in enumerate(IdentifierKind)}, value=Identifier.kind)
    query = select(Identifier.subject_id).where(Identifier.value == code)
    standing = session.scalar(query.where(Identifier.known_to.is_(None)).order_by(order).limit(1))
    if standing is not None:
        return standing
    return session.scalar(query.where(Identifier.known_to.is_not(None)).order_by(Identifier.known_to.desc()).limit(1))


def root_of(session: Session, subject_id: int) -> int | None:
    """Return the subject under which this one is read now, itself if it is not merged."""
    row = session.execute(select(Subject.id, Subject.merged_into).where(Subject.id == subject_id)).one_or_none()
    while row is not None and row.merged_into is not None:
        row = session.execute(select(Subject.id, Subject.merged_into).where(Subject.id == row.merged_into)).one()
    return None if row is None else row.id


def name_of(session: Session, subject_id: int) -> str:
    """Return the name by which a subject is known now, alone."""
    order = (Name.former, Name.valid_from.desc().nulls_last(), Name.id.desc())
    query = select(Name.name).where(Name.subject_id == subject_id, Name.known_to.is_(None)).order_by(*order).limit(1)
    return session.scalar(query) or f"编号 {subject_id}"


def _values(as_of: AsOf, *, reveal: bool, personal: Sequence[str], reader: Reader | None) -> dict[str, object]:
    values: dict[str, object] = {
        "valid_on": as_of.valid_on and as_of.valid_on.isoformat(),
        "judged_on": as_of.judged_on.isoformat(),
        "known_at": as_of.known_at.isoformat(),
        "past": "t" if as_of.past else "f",
        "reveal": "t" if reveal else "f",
        "sources": _array(source_order(as_of.judged_on)),
        "personal": _array(personal),
        "reading": reader.actor if reader else None,
    }
    return values if reader is None else values | _log_values(reader)


def _scope_values(scopes: Sequence[Scope]) -> dict[str, object]:
    return {name: _array(values) for name, values in scope_values(scopes).items()}


def _log_values(reader: Reader) -> dict[str, object]:
    return {
        "lock": str(ACCESS_LOCK),
        "at": reader.at.isoformat(),
        "actor": storable(reader.actor),
        "purpose": reader.purpose,
        "case_number": reader.case_number and storable(reader.case_number),
        "department_id": None if reader.department_id is None else str(reader.department_id),
        "address": reader.address and storable(reader.address),
    }


def _answer(session: Session, statement: Statement, given: Mapping[str, object]) -> str | None:
    driver: Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]  # psycopg's own
    try:
        row = RawCursor(driver, row_factory=tuple_row).execute(statement.text, statement.values(given), prepare=True).fetchone()
    except DriverError as error:
        if driver.broken:
            session.invalidate()
        raise OperationalError(None, None, error) from error
    return None if row is None else str(row[0])


def _array(values: Sequence[object]) -> str:
    return _array_text(tuple(values))


@lru_cache(maxsize=1024)
def _array_text(values: tuple[object, ...]) -> str:
    return "{" + ",".join(json.dumps(value, ensure_ascii=False) for value in values) + "}"
