"""What there is to pick from, with how many records of firms stand under it; counting stops at `COUNTED`.

Distinct values are stepped through in their index, so that a million records of one item cost one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.archive.subjects.withholding.rules import scope_values, shared_sql
from supervision.kernel.access import Scope

COUNTED: Final = 1_000
MOST: Final = 300
LONGEST: Final = 500
PARTS: Final = ("item", "category")
SHARED: Final = shared_sql("r")
HELD = text(f"""
    WITH RECURSIVE pair AS (
        (SELECT r.kind, r.department_id FROM archive.record r ORDER BY r.kind, r.department_id LIMIT 1)
        UNION ALL
        SELECT n.kind, n.department_id FROM pair CROSS JOIN LATERAL (
            SELECT r.kind, r.department_id FROM archive.record r
            WHERE (r.kind, r.department_id) > (pair.kind, pair.department_id) ORDER BY r.kind, r.department_id LIMIT 1) n
    )
    SELECT pair.department_id, d.name AS department, pair.kind, counted.records
    FROM pair JOIN accounts.department d ON d.id = pair.department_id
    CROSS JOIN LATERAL (SELECT count(*) AS records FROM (
        SELECT FROM archive.record r WHERE r.kind = pair.kind AND r.department_id = pair.department_id
            AND r.known_to IS NULL AND r.subject_id IS NOT NULL AND {SHARED} LIMIT :most) one) counted
    WHERE counted.records > 0 ORDER BY d.path, counted.records DESC""")  # noqa: S608  # constants of these files
VALUES: Final = f"""
    WITH RECURSIVE value AS (
        (SELECT r.PART AS said FROM archive.record r
         WHERE r.kind = :kind AND r.department_id = :department_id AND r.PART IS NOT NULL ORDER BY r.PART LIMIT 1)
        UNION ALL
        SELECT n.said FROM value CROSS JOIN LATERAL (
            SELECT r.PART AS said FROM archive.record r
            WHERE r.kind = :kind AND r.department_id = :department_id AND r.PART > value.said ORDER BY r.PART LIMIT 1) n
    )
    SELECT v.said, counted.records FROM (SELECT said FROM value LIMIT :values) v
    CROSS JOIN LATERAL (SELECT count(*) AS records FROM (
        SELECT FROM archive.record r WHERE r.kind = :kind AND r.department_id = :department_id AND r.PART = v.said
            AND r.known_to IS NULL AND r.subject_id IS NOT NULL AND {SHARED} LIMIT :most) one) counted
    WHERE counted.records > 0 AND char_length(v.said) BETWEEN 1 AND :longest ORDER BY counted.records DESC, v.said"""  # noqa: S608  # constants of these files


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of record that a department has reported."""

    department_id: int
    department: str
    kind: str
    records: int


@dataclass(frozen=True, slots=True)
class Value:
    """One item or category."""

    said: str
    records: int


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one part; `more` says that there are others, which only their full wording finds."""

    shown: Sequence[Value]
    more: bool


def held(session: Session, *, scopes: Sequence[Scope] = ()) -> Sequence[Held]:
    """Return which department has reported which kind, department by department."""
    return [Held(**row) for row in session.execute(HELD, {"most": COUNTED + 1, **scope_values(scopes)}).mappings()]


def values(session: Session, *, part: str, kind: str, department_id: int, scopes: Sequence[Scope] = ()) -> Values:
    """Return the items or the categories of a department's records of a kind, the most frequent first."""
    if part not in PARTS:
        raise KeyError(part)
    given = {"kind": kind, "department_id": department_id, "most": COUNTED + 1, "values": MOST + 1, "longest": LONGEST}
    given |= scope_values(scopes)
    found = [Value(**row) for row in session.execute(text(VALUES.replace("PART", part)), given).mappings()]
    return Values(found[:MOST], len(found) > MOST)
