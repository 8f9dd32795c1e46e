"""Names that contain a text, the best first.

A pair of characters that stands in a million names cannot be ranked in time, and need not be: the names of every 16th and
every 256th subject are indexed once more. The thinnest sample tells how often the text stands; what stands often is answered from
a sample, everything else from the whole index, counted exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

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
VERY_OFTEN: Final = 320
WINDOW: Final = 100
ENOUGH: Final = 1_000
PROBED: Final = 160
FEW: Final = 60_000
LEAST_SAMPLED: Final = 50
BEGINNINGS: Final = 2_000
KEEP_NOTED: Final = 600.0
MUCH_MORE: Final = 6
LEAST_NOTED: Final = 0.0005
NOTED: Final = """
    SELECT pair, often FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS noted (pair, often)
    WHERE s.schemaname = 'archive' AND s.tablename = 'name' AND s.attname = 'grams'"""
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
    """A window of hits in their order; `total` is exact, or `capped` says that there are at least so many."""

    window: Sequence[Hit]
    total: int
    capped: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Conditions beside a text: `condition` on `n.subject_id`, and `chosen`, the statement of the subjects that fulfil them."""

    condition: str
    chosen: str


def matching(
    session: Session, *, normal: str, as_of: AsOf, place: Place, given: dict[str, Any], narrowing: Narrowing | None = None
) -> Hits:
    """Return the window of subjects after a place whose name contains the text and that fulfil the conditions in `given`.

    A frequent text with conditions is asked from the rarer side; where neither is rare, from a sample, and the answer says so.
    """
    named = given | values(session, normal, as_of)
    seen = sampled(session, named, past=as_of.past)
    if narrowing is None:
        return _window(session, _named(level(seen), "", past=as_of.past), named, place=place, sample=level(seen) != 1)
    if seen <= PROBED:
        return _window(session, _named(1, narrowing.condition, past=as_of.past), named, place=place)
    if estimated(session, narrowing.chosen, named) <= FEW:
        return _window(session, _of_chosen(narrowing.chosen, past=as_of.past), named, place=place)
    hits = _window(session, _named(THICK, narrowing.condition, past=as_of.past), named, place=place)
    if hits.total < LEAST_SAMPLED:
        return _window(session, _of_chosen(narrowing.chosen, past=as_of.past), named, place=place)
    return replace(hits, capped=True)


def often(session: Session, *, normal: str, as_of: AsOf) -> bool:
    """Tell whether the text stands in more names than are counted."""
    return level(sampled(session, values(session, normal, as_of), past=as_of.past)) != 1


def containing_names(condition: str, *, past: bool) -> str:
    """Return the statement that finds `(subject_id, rank)` without order."""
    return f"SELECT n.subject_id, 0 AS rank FROM archive.name n WHERE {MATCHING} AND {VISIBLE[past]} {condition}"  # noqa: S608  # constants of this slice


def sampled(session: Session, named: dict[str, Any], *, past: bool) -> int:
    """Return in how many names of the thinnest sample the text stands; counting stops at `VERY_OFTEN`."""
    statement = f"""
        SELECT count(*) FROM (SELECT 1 FROM archive.name n
        WHERE {MATCHING} AND n.subject_id % {THIN} = 0 AND {VISIBLE[past]} LIMIT {VERY_OFTEN}) sample"""  # noqa: S608  # constants of this file
    found: int = session.execute(typed(statement), named).scalar_one()
    return found


def level(seen: int) -> int:
    """Return which part of the names to ask: all, every 16th or every 256th subject's."""
    if seen < OFTEN:
        return 1
    return THICK if seen < VERY_OFTEN else THIN


def estimated(session: Session, statement: str, named: dict[str, Any]) -> int:
    """Return how many rows the planner expects of a statement, without running it."""
    plan = session.execute(typed(f"EXPLAIN (FORMAT JSON) {statement}"), named).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])


def telling(session: Session, pairs: list[str]) -> list[str]:
    """Return the pairs worth asking the index for: "有限" beside a rare pair costs more to look up than it excludes.

    How often a pair stands is what ANALYZE noted; a pair that it did not note is rare. LIKE decides about the rest.
    """
    if len(pairs) == 1:
        return pairs
    noted = _noted(session)
    rarest = min(noted.get(pair, 0.0) for pair in pairs)
    return [pair for pair in pairs if noted.get(pair, 0.0) <= max(rarest, LEAST_NOTED) * MUCH_MORE]


_NOTED: WeakKeyDictionary[Any, tuple[float, Mapping[str, float]]] = WeakKeyDictionary()


def _noted(session: Session) -> Mapping[str, float]:
    """Return the frequent pairs; kept for some minutes, since they say only which way is quicker, never what is found."""
    database = session.get_bind()
    kept = _NOTED.get(database)
    if kept is None or kept[0] < monotonic():
        pairs = {row.pair: row.often for row in session.execute(text(NOTED))}
        kept = _NOTED[database] = (monotonic() + (KEEP_NOTED if pairs else 0), pairs)
    return kept[1]


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


def _window(session: Session, named: str, given: dict[str, Any], *, place: Place, sample: bool = False) -> Hits:
    rows = session.execute(typed(_ranked(named)), given | after(place)).all()
    total = rows[0].total if rows else 0
    window = [Hit(row.subject_id, row.rank) for row in rows[:WINDOW]]
    capped = sample or total > COUNTED
    return Hits(window, COUNTED if capped else total, capped=capped, more=len(rows) > WINDOW)


def typed(statement: str) -> TextClause:
    """Return the statement with the types of its dates told, since a null does not tell its own."""
    dates: dict[str, TypeEngine[Any]] = {"valid_on": Date(), "judged_on": Date(), "known_at": TIMESTAMP(timezone=True)}
    used: list[BindParameter[Any]] = [bindparam(name, type_=kind) for name, kind in dates.items() if f":{name}" in statement]
    return text(statement).bindparams(*used)


def after(place: Place) -> dict[str, int]:
    """Return the parameters of a place."""
    return {"after_rank": place.rank, "after_id": place.subject_id, "window": WINDOW + 1}


def _ranked(named: str) -> str:
    """Return the ranking: the whole name first, then beginnings, then inside; present names before former; shorter first."""
    return f"""
        WITH named AS MATERIALIZED ({named}),
        hit AS MATERIALIZED (SELECT subject_id, min(rank) AS rank FROM named GROUP BY subject_id)
        SELECT subject_id, rank, (SELECT count(*) FROM hit) AS total FROM hit
        WHERE (rank, subject_id) > (:after_rank, :after_id) ORDER BY rank, subject_id LIMIT :window"""  # noqa: S608  # constants of this slice


def _named(part: int, condition: str, *, past: bool) -> str:
    """Return names that contain the text, of all subjects or of every so many'th, and some that begin with it.

    The beginnings bring first of all the text itself, which a sample may lack.
    """
    sample, most = ("", COUNTED + 1) if part == 1 else (f"AND n.subject_id % {part} = 0", ENOUGH)
    return f"""
            (SELECT n.subject_id, {_rank(past=past)} AS rank FROM archive.name n
             WHERE {MATCHING} {sample} AND {VISIBLE[past]} {condition} LIMIT {most})
            UNION ALL
            (SELECT n.subject_id, {_rank(past=past)} FROM (
                SELECT * FROM archive.name n WHERE n.normal >= :normal AND n.normal < :normal_end AND {VISIBLE[past]}
                ORDER BY n.normal LIMIT {BEGINNINGS if condition else WINDOW}) n WHERE true {condition} LIMIT {WINDOW})"""  # noqa: S608  # constants of this slice


def _of_chosen(chosen: str, *, past: bool) -> str:
    """Return the names that contain the text of subjects that are found first; OFFSET keeps the planner to that order."""
    return f"""
            SELECT n.subject_id, {_rank(past=past)} AS rank FROM (SELECT DISTINCT subject_id FROM ({chosen}) found) chosen
            CROSS JOIN LATERAL (SELECT * FROM archive.name n WHERE n.subject_id = chosen.subject_id
                AND n.normal LIKE :like AND {VISIBLE[past]} OFFSET 0) n"""  # noqa: S608  # constants of this slice


def _rank(*, past: bool) -> str:
    return f"""((CASE WHEN n.normal = :normal THEN 0 WHEN starts_with(n.normal, :normal) THEN 2 ELSE 4 END
                + CASE WHEN {FORMER[past]} THEN 1 ELSE 0 END) * 1000 + least(char_length(n.normal), 999))"""
