"""Which entries there are, and how far they have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.db import claim_ids
from supervision.registration.recording.errors import EntryNotFound
from supervision.registration.recording.models import Entry

_VERSIONS = text(
    "SELECT source_no, id, version, payload_hash, held_reason FROM registration.entry"
    " WHERE registrar_department_id = :department_id AND source_no = ANY(:numbers) ORDER BY source_no, version"
)


_kept: WeakKeyDictionary[Any, tuple[datetime, frozenset[str]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry, as far as a repetition is recognised by it; `held` is the reason if it waits for a person."""

    id: int
    version: int
    hash: bytes
    held: str | None


def versions_of(session: Session, *, department_id: int, numbers: Sequence[str]) -> dict[str, list[Version]]:
    """Return the versions of each number that is known, the first first."""
    found: dict[str, list[Version]] = {}
    for number, *version in session.execute(_VERSIONS, {"department_id": department_id, "numbers": list(numbers)}):
        found.setdefault(number, []).append(Version(*version))
    return found


def fresh_ids(session: Session, count: int) -> list[int]:
    """Return numbers for new entries."""
    return claim_ids(session, "registration.entry_id_seq", count)


def local_divisions(session: Session) -> set[str]:
    """Return the division codes of our own departments: a city may be divided finer than the national table knows."""
    return set(session.scalars(select(Department.division).where(Department.division.is_not(None)).distinct()))


def is_local_division(session: Session, code: str, *, now: datetime) -> bool:
    """Tell whether a division is one of our own departments'; only those found within the same minute are not asked for again."""
    minute, engine = now.replace(second=0, microsecond=0), session.get_bind()
    found = _kept.get(engine)
    if found is None or found[0] != minute or code not in found[1]:
        found = (minute, frozenset(local_divisions(session)))
        _kept[engine] = found
    return code in found[1]


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the entries that somebody may see: of the registrars that a position covers."""
    return Entry.registrar_department_id.in_(
        select(Department.id).where(principal.covers(Department.path, Department.division))
    )


def entry_for(session: Session, principal: Principal, entry_id: int, *, lock: bool = False) -> Entry:
    """Return an entry that this person may see; another's looks as if it did not exist."""
    statement = select(Entry).where(Entry.id == entry_id, visible(principal))
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None:
        raise EntryNotFound
    return found


def subjects_of(session: Session, entry_ids: Sequence[int]) -> list[int]:
    """Return the firms that entries are about."""
    statement = select(Entry.subject_id).where(Entry.id.in_(entry_ids), Entry.subject_id.is_not(None)).distinct()
    return [number for number in session.scalars(statement) if number is not None]
