"""The conditions of a search as SQL: constant texts with named parameters, never a value of the user."""

from collections.abc import Sequence
from typing import Any, Final

from supervision.archive.search.rules import Filters, Text, after_prefix, containing
from supervision.archive.search.states import By
from supervision.archive.subjects import rules as visibility
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.withholding.rules import scope_values, shared_sql
from supervision.kernel.access import Scope

REGISTRATION_PARTS: Final = {
    "state": "r.state = :state",
    "type_name": "r.type_name = :type_name",
    "industry": "r.industry >= :industry AND r.industry < :industry_end",
    "division": "r.division >= :division AND r.division < :division_end",
    "established_from": "r.established_on >= :established_from",
    "established_to": "r.established_on <= :established_to",
}
RECORD_PARTS: Final = {
    "department_id": "c.department_id = :department_id",
    "record_kind": "c.kind = :record_kind",
    "item": "c.item = :item",
    "category": "c.category = :category",
}


def visible(alias: str, *, past: bool, open_only: bool = False) -> str:
    """Return what may be seen of a table's rows: today what is believed, on another day what was."""
    if past:
        return f"{visibility.known_sql(alias)} AND {visibility.begun_sql(alias)}"
    return f"{alias}.known_to IS NULL" + (f" AND {alias}.valid_to IS NULL" if open_only else "")


def condition(filters: Filters, subject: str, *, past: bool) -> str:
    """Return the filters as conditions on a subject's id."""
    parts = []
    if filters.about_registration:
        wanted = registered(filters, past=past)
        arms = (f"SELECT FROM archive.registration r WHERE {arm} AND {wanted}" for arm in versions(subject, past=past))
        parts.append(f"AND EXISTS ({' UNION ALL '.join(arms)})")
    if filters.about_records:
        wanted = recorded(filters, past=past)
        parts.append(f"AND EXISTS (SELECT 1 FROM archive.record c WHERE c.subject_id = {subject} AND {wanted})")  # noqa: S608  # constants of this file
    return " ".join(parts)


def versions(subject: str, *, past: bool) -> list[str]:
    """Return the conditions of the registrations `r` of a subject, one for each index: open versions, on another day also closed."""
    opened = f"r.subject_id = {subject} AND r.known_to IS NULL AND r.valid_to IS NULL"
    return [opened, f"r.subject_id = {subject} AND (r.known_to IS NOT NULL OR r.valid_to IS NOT NULL)"] if past else [opened]


def of_subject(subject: str, *, past: bool) -> str:
    """Return the registrations `r` of a subject; open and closed versions are indexed apart."""
    if not past:
        return f"r.subject_id = {subject}"
    return f"""((r.subject_id = {subject} AND r.known_to IS NULL AND r.valid_to IS NULL)
             OR (r.subject_id = {subject} AND r.known_to IS NOT NULL) OR (r.subject_id = {subject} AND r.valid_to IS NOT NULL))"""


def registered(filters: Filters, *, past: bool) -> str:
    """Return the conditions on a registration `r`."""
    chosen = [part for name, part in REGISTRATION_PARTS.items() if getattr(filters, name)]
    seen = visible("r", past=past, open_only=True)
    return " AND ".join([seen, *([visibility.in_force_sql("r")] if past else []), *chosen])


def recorded(filters: Filters, *, past: bool) -> str:
    """Return the conditions on a record `c`; what is withheld from the reader counts as if it were not there."""
    chosen = [part for name, part in RECORD_PARTS.items() if getattr(filters, name)]
    return " AND ".join([visible("c", past=past), *chosen, shared_sql("c")])


def values(text: Text, filters: Filters, as_of: AsOf, scopes: Sequence[Scope] = ()) -> dict[str, Any]:
    """Return the parameters that the statements of this slice may name."""
    return {
        **{name: getattr(filters, name) for name in (*REGISTRATION_PARTS, *RECORD_PARTS)},
        "division_end": after_prefix(filters.division) if filters.division else None,
        "industry_end": after_prefix(filters.industry) if filters.industry else None,
        "code": text.code,
        "code_end": after_prefix(text.code) if text.code else None,
        "written": text.written,
        "written_like": containing(text.written),
        "known_at": as_of.known_at,
        "valid_on": as_of.valid_on,
        "judged_on": as_of.judged_on,
        **scope_values(scopes),
    }


def candidates(by: By | None, text: Text, filters: Filters, *, past: bool) -> str:
    """Return the statement that finds `(subject_id, rank)`; names have their own in `names`."""
    if by is By.CODE:
        return _codes(text, filters, past=past)
    if by in {By.LEGAL_REP, By.ADDRESS}:
        match = "r.legal_rep = :written" if by is By.LEGAL_REP else "r.address LIKE :written_like"
        return _registrations(match, filters, past=past)
    return chosen(filters, past=past)


def chosen(filters: Filters, *, past: bool) -> str:
    """Return the statement that finds the subjects of which the conditions are true, beginning with the conditions."""
    if filters.about_registration:
        return _registrations("true", filters, past=past)
    return f"SELECT c.subject_id, 0 AS rank FROM archive.record c WHERE c.subject_id IS NOT NULL AND {recorded(filters, past=past)}"  # noqa: S608  # constants of this file


def _codes(text: Text, filters: Filters, *, past: bool) -> str:
    """Four signs are the end of a code, more are its beginning or all of it; each arm has an index of its own."""
    matches = ["i.value >= :code AND i.value < :code_end"]
    if text.is_tail:
        matches = ["i.value = :code", """"right"(i.value, 4) = :code AND i.kind = 'uscc' AND i.value <> :code"""]
    known = ["i.known_to IS NULL", *(["i.known_to IS NOT NULL"] if past else [])]
    narrowed = f"{visible('i', past=past)} {condition(filters, 'i.subject_id', past=past)}"
    found = "SELECT i.subject_id, CASE WHEN i.value = :code THEN 0 ELSE 1 END AS rank FROM archive.identifier i WHERE"
    return " UNION ALL ".join(f"{found} {belief} AND {match} AND {narrowed}" for belief in known for match in matches)


def _registrations(match: str, filters: Filters, *, past: bool) -> str:
    """Return the subjects with such a registration; on another day open and closed versions are asked apart, as they are indexed."""
    records = condition(Filters(**{name: getattr(filters, name) for name in RECORD_PARTS}), "r.subject_id", past=past)
    if past:
        narrow = " AND ".join([match, *([REGISTRATION_PARTS["division"]] if filters.division else [])])
        match = f"((r.known_to IS NULL AND {narrow}) OR (r.known_to IS NOT NULL AND {narrow}))"
    return f"SELECT r.subject_id, 0 AS rank FROM archive.registration r WHERE {match} AND {registered(filters, past=past)} {records}"  # noqa: S608  # constants of this file
