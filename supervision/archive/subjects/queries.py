"""What an archive says as of a day: the whole of it in one statement that returns JSON text."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from psycopg import Connection, RawCursor
from psycopg.rows import tuple_row
from sqlalchemy.orm import Session

from supervision.archive.subjects import rules
from supervision.archive.subjects.masking import rules as masking
from supervision.archive.subjects.rules import AsOf

FOLDER: Final = Path(__file__).parent / "sql"
MACRO: Final = re.compile(r"\{\{(\w+)(?: ([^{}]+))?\}\}")
PARAMETER: Final = re.compile(r"(?<![:\w\[]):([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, for the access log; `purpose_id` is the grant under which personal fields were opened."""

    actor: str
    department_id: int | None
    address: str | None
    purpose_id: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with numbered parameters and the names that they stand for, in order."""

    text: bytes
    names: tuple[str, ...]

    def values(self, given: Mapping[str, object]) -> list[object]:
        return [given[name] for name in self.names]


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
    statement = _archive_statement(logging=reader is not None)
    given: dict[str, object] = {
        "subject_id": None if subject_id is None else str(subject_id),
        "code": code,
        "valid_on": as_of.valid_on and as_of.valid_on.isoformat(),
        "judged_on": as_of.judged_on.isoformat(),
        "known_at": as_of.known_at.isoformat(),
        "past": "t" if as_of.past else "f",
        "reveal": "t" if reveal else "f",
        "sources": _text_array(rules.SOURCE_ORDER),
        "personal": _text_array(personal),
    }
    if reader is not None:
        given |= _logged(reader)
    return _answer(session, statement, given)


def archive(session: Session, *, subject_id: int, as_of: AsOf, reveal: bool = False) -> dict[str, Any] | None:
    """Return the archive parsed, for a page that draws it."""
    text = archive_json(session, subject_id=subject_id, as_of=as_of, reveal=reveal)
    return None if text is None else dict(json.loads(text))


def _answer(session: Session, statement: Statement, given: Mapping[str, object]) -> str | None:
    driver: Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]  # psycopg's own
    with RawCursor(driver, row_factory=tuple_row) as cursor:
        row = cursor.execute(statement.text, statement.values(given), prepare=True).fetchone()
    return None if row is None else str(row[0])


@cache
def _archive_statement(*, logging: bool) -> Statement:
    log = (FOLDER / "log.sql").read_text(encoding="utf-8") if logging else "SELECT 1"
    return compiled((FOLDER / "archive.sql").read_text(encoding="utf-8"), log=log)


def compiled(template: str, **texts: str) -> Statement:
    """Return a template with its macros written out and its `:names` numbered."""
    while MACRO.search(template):
        template = MACRO.sub(lambda found: _expanded(found, texts), template)
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}{CASTS.get(found[1], '')}"

    text = PARAMETER.sub(number, template)
    return Statement(text.encode(), tuple(names))


def _expanded(found: re.Match[str], texts: Mapping[str, str]) -> str:
    name, arguments = found[1], (found[2] or "").split()
    return texts[name] if name in texts else MACROS[name](*arguments)


def _source(alias: str) -> str:
    return (
        f"json_build_object('department_id', {alias}.department_id, 'department', (SELECT d.name FROM accounts.department d"
        f" WHERE d.id = {alias}.department_id), 'batch_id', {alias}.batch_id, 'row_no', {alias}.row_no,"
        f" 'known_from', {alias}.known_from)"
    )


def _name_of(subject: str) -> str:
    return (
        f"(SELECT n.name FROM archive.name n WHERE n.subject_id = {subject} AND {{{{known n}}}}"
        " ORDER BY ({{in_force n}} AND NOT (n.former AND n.valid_to IS NULL)) DESC,"
        " n.valid_from DESC NULLS LAST, n.id DESC LIMIT 1)"
    )


def _state(subject: str) -> str:
    return (
        "CASE WHEN NOT :past::boolean THEN (SELECT g.state FROM archive.registration g"
        f" WHERE g.subject_id = {subject} AND g.known_to IS NULL AND g.valid_to IS NULL AND g.state IS NOT NULL LIMIT 1) END"
    )


def _fields() -> str:
    return ", ".join(f"'{name}', (array_agg(id) FILTER (WHERE {name} IS NOT NULL))[1]" for name in rules.REGISTRATION_FIELDS)


def _mask_field(value: str) -> str:
    return (
        f"CASE WHEN c.field = 'legal_rep' AND subj.hide_name THEN {{{{mask_name {value}}}}}"
        f" WHEN c.field = 'name' AND subj.hide_home THEN {{{{mask_name {value}}}}}"
        f" WHEN c.field = 'address' AND subj.hide_home THEN {{{{mask_address {value}}}}}"
        f" WHEN c.field = 'telephone' AND NOT :reveal::boolean THEN {{{{mask_telephone {value}}}}} ELSE {value} END"
    )


def _neighbours(key: str) -> str:
    return (FOLDER / "neighbours.sql").read_text(encoding="utf-8").replace("KEY", key)


MACROS: Final[Mapping[str, Callable[..., str]]] = {
    "known": rules.known_sql,
    "merged": lambda alias: rules.known_sql(alias, "merged_at", "split_at"),
    "begun": rules.begun_sql,
    "begun_at": rules.begun_sql,
    "in_force": rules.in_force_sql,
    "mask_name": masking.masked_name_sql,
    "mask_telephone": masking.masked_telephone_sql,
    "mask_address": masking.masked_address_sql,
    "mask_field": _mask_field,
    "source": _source,
    "name_of": _name_of,
    "state": _state,
    "fields": _fields,
    "neighbours": _neighbours,
}
CASTS: Final = {"known_at": "::timestamptz", "valid_on": "::date", "judged_on": "::date", "code": "::text"}


def _text_array(values: Sequence[str]) -> str:
    return "{" + ",".join(json.dumps(value, ensure_ascii=False) for value in values) + "}"
