"""What an archive says as of a day: the whole of it in one statement that returns JSON text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, RawCursor
from psycopg.rows import tuple_row
from sqlalchemy.orm import Session

from supervision.archive.subjects import rules
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.writing.rules import Statement, archive_statement

@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, for the access log; `purpose_id` is the grant under which personal fields were opened."""

    actor: str
    department_id: int | None
    address: str | None
    purpose_id: int | None = None


def archive_json(
    session: Session,
    *,
    as_of: AsOf,
    subject_id: int | None = None,
    code: str | None = None,
    reveal: bool = False,
    reader: Reader | None = None,
    personal: Sequence[str] = (),
) -> str | None:
    """Return the whole archive as JSON text, or None where no subject stands under the id or code.

    The answer follows merges: a merged subject is read under the one that was kept. With a `reader` the reading itself is
    written to the access log by the same statement, so the session must be able to write.
    """
    given: dict[str, object] = {
        "subject_id": None if subject_id is None else str(subject_id),
        "code": code,
        "valid_on": as_of.valid_on and as_of.valid_on.isoformat(),
        "judged_on": as_of.judged_on.isoformat(),
        "known_at": as_of.known_at.isoformat(),
        "past": "t" if as_of.past else "f",
        "reveal": "t" if reveal else "f",
        "sources": _array(rules.SOURCE_ORDER),
        "personal": _array(personal),
    }
    if reader is not None:
        given |= _logged(reader)
    if not as_of.past:
        text = _answer(session, archive_statement(plain=True, logging=reader is not None), given)
        if text is not None:
            return text
    return _answer(session, archive_statement(plain=False, logging=reader is not None), given)


def archive(session: Session, *, subject_id: int, as_of: AsOf, reveal: bool = False) -> dict[str, Any] | None:
    """Return the archive parsed, for a page that draws it."""
    text = archive_json(session, subject_id=subject_id, as_of=as_of, reveal=reveal)
    return None if text is None else dict(json.loads(text))


def _answer(session: Session, statement: Statement, given: Mapping[str, object]) -> str | None:
    driver: Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]  # psycopg's own
    with RawCursor(driver, row_factory=tuple_row) as cursor:
        row = cursor.execute(statement.text, statement.values(given), prepare=True).fetchone()
    return None if row is None else str(row[0])


def _array(values: Sequence[object]) -> str:
    return "{" + ",".join(json.dumps(value, ensure_ascii=False) for value in values) + "}"
