"""What stands about the firms that waiting entries are about."""

from collections.abc import Sequence
from itertools import count
from typing import Final

import polars as pl
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR, Department
from supervision.archive.loading.registrations import queries as archive
from supervision.archive.loading.registrations.rules import with_identity
from supervision.registration.recording.archiving.schemas import Base, Facts, Located, Said, Standing

AFTER_CANCELLATION: Final = "after_cancellation"
_SAID: Final = ", ".join(f"e.{name}" for name in Said.__slots__)
_WAITING: Final = text(
    f"SELECT {_SAID} FROM registration.entry e WHERE e.state = 'received' ORDER BY e.id LIMIT :limit FOR UPDATE SKIP LOCKED"  # noqa: S608  # the columns of a dataclass
)
_HISTORY: Final = text(
    f"SELECT {_SAID} FROM registration.entry e WHERE e.subject_id = ANY(:subject_ids)"  # noqa: S608  # the columns of a dataclass
    f" AND (e.state = 'archived' OR e.held_rule = '{AFTER_CANCELLATION}')"
    " AND NOT EXISTS (SELECT FROM registration.entry n WHERE n.registrar_department_id = e.registrar_department_id"
    f" AND n.source_no = e.source_no AND n.version > e.version AND (n.state = 'archived' OR n.held_rule = '{AFTER_CANCELLATION}'))"
    " ORDER BY e.id FOR UPDATE"
)
_EARLIER: Final = text(
    "SELECT DISTINCT e.subject_id FROM registration.entry e"
    " JOIN unnest(CAST(:departments AS int[]), CAST(:numbers AS text[])) AS w (department_id, source_no)"
    " ON e.registrar_department_id = w.department_id AND e.source_no = w.source_no WHERE e.subject_id IS NOT NULL"
)
_ONE: Final = text("SELECT EXISTS (SELECT FROM registration.entry WHERE state = 'received')")
FACTS: Final = tuple(name for name in Facts.__slots__ if name != "regno")
_COLUMNS: Final = ", ".join(f"r.{name}" for name in FACTS)
_VERSIONS: Final = text(
    f"WITH r AS (SELECT * FROM archive.registration r WHERE r.subject_id = ANY(:subject_ids) AND r.department_id = {REGISTRAR}"  # noqa: S608  # constants of this file
    " AND r.known_to IS NULL AND r.valid_to IS NULL UNION ALL SELECT * FROM archive.registration r"
    f" WHERE r.subject_id = ANY(:subject_ids) AND r.department_id = {REGISTRAR} AND r.known_to IS NOT NULL)"
    f" SELECT r.subject_id, r.id, r.facts_hash, r.known_from, r.known_to IS NULL AS open, {_COLUMNS}, EXISTS"
    " (SELECT FROM registration.entry e WHERE e.batch_id = r.batch_id AND e.row_no = r.row_no) AS ours"
    " FROM r WHERE r.valid_to IS NULL ORDER BY r.subject_id, r.known_from, r.id"
)


def waiting(session: Session, *, limit: int) -> list[Said]:
    """Return entries that wait for the archive, the first first, each held by this transaction alone."""
    return [Said(*row) for row in session.execute(_WAITING, {"limit": limit})]


def any_waiting(session: Session) -> bool:
    """Tell whether entries wait that this transaction does not hold yet."""
    return bool(session.scalar(_ONE))


def history(session: Session, subject_ids: Sequence[int]) -> list[Said]:
    """Return the entries that the archives of these firms rest on already."""
    return [Said(*row) for row in session.execute(_HISTORY, {"subject_ids": list(subject_ids)})]


def subjects_of_earlier_versions(session: Session, entries: Sequence[Said]) -> set[int]:
    """Return the firms that earlier versions of corrected entries spoke of, which may be others."""
    corrected = [entry for entry in entries if entry.version > 1]
    if not corrected:
        return set()
    keys = {
        "departments": [entry.registrar_department_id for entry in corrected],
        "numbers": [entry.source_no for entry in corrected],
    }
    return set(session.scalars(_EARLIER, keys))


def versions(session: Session, subject_ids: Sequence[int]) -> tuple[dict[int, Base], dict[int, Standing]]:
    """Return what a whole file said last of each firm, and the version that stands now."""
    bases, standing = {}, {}
    for row in session.execute(_VERSIONS, {"subject_ids": list(subject_ids)}):
        if row.open:
            standing[row.subject_id] = Standing(row.id, bytes(row.facts_hash), row.division)
        if not row.ours:
            bases[row.subject_id] = Base(Facts(**{name: getattr(row, name) for name in FACTS}), row.known_from)
    return bases, standing


def located(session: Session, numbers: pl.DataFrame) -> Located:
    """Find the firm of each entry by its code and its old number; those that carry both come first, since they join others."""
    rows = numbers.sort("number", nulls_last=True, maintain_order=True)
    values = pl.concat([rows["value"], rows["number"].drop_nulls()]).unique().to_list()
    known = {(value, kind): subject for value, kind, subject in archive.subjects_by_value(session, values).iter_rows()}
    found, fresh = Located(), count(1)
    for row in rows.iter_rows(named=True):
        keys = [(row["value"], row["value_kind"])]
        keys += [(row["number"], row["number_kind"])] if row["number"] is not None else []
        subjects = {known[key] for key in keys if key in known} or {-next(fresh)}
        if len(subjects) > 1:
            found.clashing.append(row["entry_id"])
            continue
        found.subjects[row["entry_id"]] = subject = subjects.pop()
        known.update(dict.fromkeys(keys, subject))
    return found


def identities(entries: Sequence[Said]) -> pl.DataFrame:
    """Return code and old number of each entry in the archive's form and kind."""
    schema = {"entry_id": pl.Int64, "code": pl.String, "regno": pl.String}
    return with_identity(pl.DataFrame([(entry.id, entry.code, entry.regno) for entry in entries], schema=schema, orient="row"))


def offices(session: Session, department_ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Return name and division of registrars."""
    rows = session.execute(select(Department.id, Department.name, Department.division).where(Department.id.in_(department_ids)))
    return {number: (name, division) for number, name, division in rows}
