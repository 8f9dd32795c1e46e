"""Judge scopes in sets, each by the catalogue of the day on which it came, and keep what was found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.licensing.catalogue.queries import catalogue
from supervision.licensing.matching.schemas import ScopeToMatch
from supervision.licensing.matching.service import decide_many
from supervision.notices.pushing.judging.rules import matters, restored, stored
from supervision.notices.pushing.models import Judgement
from supervision.notices.pushing.rules import ENDS
from supervision.notices.pushing.schemas import Matter, Told
from supervision.notices.states import NoticeKind

Found = tuple[tuple[Matter, ...], int]


def told(session: Session, rows: Sequence[Row[Any]], *, now: datetime, afresh: bool = False) -> dict[int, list[Told]]:
    """Return the registrations of each firm with what was found in their scopes; what was not judged yet is judged and kept.

    `afresh` judges everything again, as if nothing had been found before, and keeps nothing.
    """
    missing = [row for row in rows if afresh or not row.judged]
    judged = judge(session, missing)
    if not afresh:
        keep(session, judged.values(), now=now)
    firms: dict[int, list[Told]] = {}
    for row in rows:
        firms.setdefault(row.firm_id, []).append(judged.get(row.id) or _as_kept(row))
    return firms


def judge(session: Session, rows: Sequence[Row[Any]]) -> dict[int, Told]:
    """Return what the scopes of these entries ask for."""
    days: dict[date, list[Row[Any]]] = {}
    for row in rows:
        days.setdefault(legal_date(row.received_at), []).append(row)
    return {row.id: one for day, part in days.items() for row, one in zip(part, _judge(session, part, on=day), strict=True)}


def _judge(session: Session, rows: Sequence[Row[Any]], *, on: date) -> list[Told]:
    wanted = {key: None for row in rows for key in (_scope(row), _former(row)) if key is not None}
    found = _found(session, list(wanted), on=on)
    return [_told(row, found.get(_scope(row)), found.get(_former(row))) for row in rows]


def _found(session: Session, scopes: Sequence[ScopeToMatch], *, on: date) -> Mapping[ScopeToMatch | None, Found]:
    if not scopes:
        return {}
    items = catalogue(session, on=on)
    decided = decide_many(session, scopes, on=on)
    return {scope: (matters(one, items), one.catalogue_version_id) for scope, one in zip(scopes, decided, strict=True)}


def _scope(row: Row[Any]) -> ScopeToMatch | None:
    """Return what is to be matched; a change of address says nothing of the scope where it gives none."""
    silent = row.scope is None and not row.scope_codes and row.kind == NoticeKind.ADDRESS_CHANGE
    if row.kind in ENDS or silent:
        return None
    return ScopeToMatch(row.scope or "", tuple(row.scope_codes), row.division)


def _former(row: Row[Any]) -> ScopeToMatch | None:
    if row.kind in ENDS or row.former_scope is None:
        return None
    return ScopeToMatch(row.former_scope, (), row.former_division or row.division)


def _told(row: Row[Any], found: Found | None, former: Found | None) -> Told:
    moved = row.kind == NoticeKind.ADDRESS_CHANGE and former is None and row.former_division is not None
    before = found if moved else former
    return _with(row, found[0] if found else None, before[0] if before else None, (found or former or (None, None))[1])


def _as_kept(row: Row[Any]) -> Told:
    silent = row.kind in ENDS or (row.kind == NoticeKind.ADDRESS_CHANGE and not row.matters)
    former = None if row.former is None else restored(row.former)
    return _with(row, None if silent else restored(row.matters), former, row.catalogue_version_id)


def _with(row: Row[Any], asked: tuple[Matter, ...] | None, former: tuple[Matter, ...] | None, version_id: int | None) -> Told:
    return Told(
        entry_id=row.id,
        cause=f"{row.registrar_department_id}/{row.source_no}",
        version=row.version,
        kind=NoticeKind(row.kind),
        occurred_on=row.occurred_on,
        received_on=legal_date(row.received_at),
        registrar_id=row.registrar_department_id,
        subject_id=row.subject_id,
        name=row.name,
        code=row.code,
        division=row.division,
        former_division=row.former_division,
        place_given=bool(row.division_given or row.address),
        catalogue_version_id=version_id,
        matters=asked,
        former=former,
    )


def keep(session: Session, found: Iterable[Told], *, now: datetime, again: bool = False) -> None:
    """Keep what was found; `again` replaces what was found before."""
    rows = [_kept(one, now=now) for one in found]
    if not rows:
        return
    statement = insert(Judgement)
    fresh = {name: statement.excluded[name] for name in ("catalogue_version_id", "matters", "former", "judged_at")}
    by_entry = [Judgement.entry_id]
    done = statement.on_conflict_do_update(index_elements=by_entry, set_=fresh) if again else statement
    session.execute(done if again else statement.on_conflict_do_nothing(index_elements=by_entry), rows)


def _kept(one: Told, *, now: datetime) -> dict[str, Any]:
    return {
        "entry_id": one.entry_id,
        "catalogue_version_id": one.catalogue_version_id,
        "matters": stored(one.matters or ()),
        "former": None if one.former is None else stored(one.former),
        "judged_at": now,
    }
