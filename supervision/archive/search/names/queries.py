"""Names that contain a text, the best first.

A pair of characters that stands in a million names cannot be ranked in time, and need not be: the names of every 16th and
every 256th subject are indexed once more. The thinnest sample tells how often the text stands; what stands often is answered from
a sample, everything else from the whole index, counted exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, Date, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from supervision.archive.search.rules import Place, after_prefix, containing, grams
from supervision.archive.subjects import rules as visibility
from supervision.archive.subjects.rules import AsOf

COUNTED: Final = 10_000
THIN: Final = 256
THICK: Final = 16
OFTEN: Final = 64
VERY_OFTEN: Final = 640
WINDOW: Final = 200
ENOUGH: Final = 4_000
MUCH_MORE: Final = 6
LEAST_NOTED: Final = 0.0005
NOTED: Final = """
    SELECT pair, often FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS noted (pair, often)
    WHERE s.schemaname = 'archive' AND s.tablename = 'name' AND s.attname = 'grams' AND pair = ANY (:pairs)"""
PAST: Final = f"{visibility.known_sql('n')} AND {visibility.begun_sql('n')}"
FORMER: Final = {False: "n.former", True: f"(n.former OR NOT {visibility.in_force_sql('n')})"}
VISIBLE: Final = {False: "n.known_to IS NULL", True: PAST}
MATCHING: Final = "n.grams @> CAST(:grams AS text[]) AND n.normal LIKE :like"


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject and how well one of its names fits: smaller is better."""

    subject_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class Hits:
    """A window of hits in their order; `total` is exact, or `capped` says that there are more than `COUNTED`."""

    window: Sequence[Hit]
    total: int
    capped: bool
    more: bool


def matching(session: Session, *, normal: str, as_of: AsOf, place: Place, condition: str = "", given: dict[str, Any]) -> Hits:
    """Return the window of subjects after a place whose name contains the text.

    `condition` narrows by facts of the subject `n.subject_id`, with its parameters in `given`.
    """
    named = given | values(session, normal, as_of)
    part = 1 if condition else level(session, named, past=as_of.past)
    return _window(session, part, condition, named, as_of=as_of, place=place)


def often(session: Session, *, normal: str, as_of: AsOf) -> bool:
    """Tell whether the text stands in more names than are counted."""
    return level(session, values(session, normal, as_of), past=as_of.past) != 1


def containing_names(condition: str, *, past: bool) -> str:
    """Return the statement that finds `(subject_id, rank)` without order."""
    return f"SELECT n.subject_id, 0 AS rank FROM archive.name n WHERE {MATCHING} AND {VISIBLE[past]} {condition}"  # noqa: S608  # constants of this slice


def level(session: Session, named: dict[str, Any], *, past: bool) -> int:
    """Return which part of the names to ask: all, every 16th or every 256th subject's."""
    statement = f"""
        SELECT count(*) FROM (SELECT 1 FROM archive.name n
        WHERE {MATCHING} AND n.subject_id % {THIN} = 0 AND {VISIBLE[past]} LIMIT {VERY_OFTEN}) sample"""  # noqa: S608  # constants of this file
    found: int = session.execute(typed(statement), named).scalar_one()
    if found < OFTEN:
        return 1
    return THICK if found < VERY_OFTEN else THIN


def telling(session: Session, pairs: list[str]) -> list[str]:
    """Return the pairs worth asking the index for: "有限" beside a rare pair costs more to look up than it excludes.

    How often a pair stands is what ANALYZE noted; a pair that it did not note is rare. LIKE decides about the rest.
    """
    if len(pairs) == 1:
        return pairs
    noted: dict[str, float] = {row.pair: row.often for row in session.execute(text(NOTED), {"pairs": pairs})}
    rarest = min(noted.get(pair, 0.0) for pair in pairs)
    return [pair for pair in pairs if noted.get(pair, 0.0) <= max(rarest, LEAST_NOTED) * MUCH_MORE]


def values(session: Session, normal: str, as_of: AsOf) -> dict[str, Any]:
    """Return the parameters of the statements about names."""
    return {
        "normal": normal,
        "normal_end": after_prefix(normal),
        "grams": telling(session, grams(normal)),
        "like": containing(normal),
        "known_at": as_of.known_at,
        "valid_on": as_of.valid_on,
        "judged_on": as_of.judged_on,
    }


def _window(session: Session, part: int, condition: str, named: dict[str, Any], *, as_of: AsOf, place: Place) -> Hits:
    sample = "" if part == 1 else f"AND n.subject_id % {part} = 0"
    most = COUNTED + 1 if part == 1 else ENOUGH
    rows = session.execute(typed(_statement(sample, condition, most, past=as_of.past)), named | after(place)).all()
    total = rows[0].total if rows else 0
    window = [Hit(row.subject_id, row.rank) for row in rows[:WINDOW]]
    return Hits(window, total, capped=part != 1 or total > COUNTED, more=len(rows) > WINDOW)


def typed(statement: str) -> TextClause:
    """Return the statement with the types of its dates told, since a null does not tell its own."""
    dates: dict[str, TypeEngine[Any]] = {"valid_on": Date(), "judged_on": Date(), "known_at": TIMESTAMP(timezone=True)}
    used: list[BindParameter[Any]] = [bindparam(name, type_=kind) for name, kind in dates.items() if f":{name}" in statement]
    return text(statement).bindparams(*used)


def after(place: Place) -> dict[str, int]:
    """Return the parameters of a place."""
    return {"after_rank": place.rank, "after_id": place.subject_id, "window": WINDOW + 1}


def _statement(sample: str, condition: str, most: int, *, past: bool) -> str:
    """Return the ranking: the whole name first, then beginnings, then inside; present names before former; shorter first."""
    return f"""
        WITH named AS MATERIALIZED (
            (SELECT n.subject_id, {_rank(past=past)} AS rank FROM archive.name n
             WHERE {MATCHING} {sample} AND {VISIBLE[past]} {condition} LIMIT {most})
            {_beginnings(condition, past=past)}
        ), hit AS MATERIALIZED (SELECT subject_id, min(rank) AS rank FROM named GROUP BY subject_id)
        SELECT subject_id, rank, (SELECT count(*) FROM hit) AS total FROM hit
        WHERE (rank, subject_id) > (:after_rank, :after_id) ORDER BY rank, subject_id LIMIT :window"""  # noqa: S608  # constants of this slice


def _beginnings(condition: str, *, past: bool) -> str:
    """Return some of the names that begin with the text, first of all the text itself, which a sample may lack."""
    return f"""UNION ALL
            (SELECT n.subject_id, {_rank(past=past)} FROM archive.name n
             WHERE n.normal >= :normal AND n.normal < :normal_end AND {VISIBLE[past]} {condition}
             ORDER BY n.normal LIMIT {WINDOW})"""  # noqa: S608  # constants of this slice


def _rank(*, past: bool) -> str:
    return f"""((CASE WHEN n.normal = :normal THEN 0 WHEN starts_with(n.normal, :normal) THEN 2 ELSE 4 END
                + CASE WHEN {FORMER[past]} THEN 1 ELSE 0 END) * 1000 + least(char_length(n.normal), 999))"""
