"""Subjects found by what is written in the one box, as things stand or as they stood on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.archive.search import features
from supervision.archive.search.errors import NothingToSearchFor
from supervision.archive.search.names import queries as names
from supervision.archive.search.names.queries import COUNTED, WINDOW, Hit, Hits, typed
from supervision.archive.search.rules import Filters, Place, Text
from supervision.archive.search.states import By
from supervision.archive.subjects import rules as visibility
from supervision.archive.subjects.masking.rules import masked_name
from supervision.archive.subjects.rules import AsOf

PAGE: Final = 50
COUNTED_BY_KIND: Final = 1_000
ALIVE: Final = frozenset({None, "S1", "S2", "S3"})
STEADY: Final = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
           set_config('max_parallel_workers_per_gather', '0', true), set_config('statement_timeout', '8s', true)"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a text, conditions, a point of view, and where the page begins."""

    text: Text
    as_of: AsOf
    filters: Filters = field(default_factory=Filters)
    by: By | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Row:
    """One subject as a list shows it."""

    subject_id: int
    kind: str
    name: str | None
    former_name: str | None
    code: str | None
    state: str | None
    legal_rep: str | None
    address: str | None
    type_name: str | None
    industry: str | None
    division: str | None
    established_on: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of rows; `total` is exact unless `capped`."""

    rows: Sequence[Row]
    total: int
    capped: bool
    by: By | None
    next_place: Place | None


def applicable(question: Question) -> list[By]:
    """Return the ways in which the text could find something, the likeliest first."""
    written = question.text
    fits = {
        By.CODE: written.is_code or written.is_number,
        By.NAME: written.is_name,
        By.LEGAL_REP: written.is_name and not written.is_number,
        By.ADDRESS: written.is_address,
    }
    return [by for by, fit in fits.items() if fit and question.by in {None, by}]


def search(session: Session, *, question: Question) -> Answer:
    """Return a page of what the first way that finds anything finds."""
    ways: list[By | None] = [*applicable(question)]
    if not question.text.written and question.filters:
        ways = [None]
    if not ways:
        raise NothingToSearchFor
    session.execute(text(STEADY))
    hits = Hits((), 0, capped=False, more=False)
    by = None
    for by in ways:
        hits = _hits(session, question, by)
        if hits.window:
            break
    return _page(session, question, by, hits)


def _hits(session: Session, question: Question, by: By | None) -> Hits:
    past = question.as_of.past
    given = features.values(question.text, question.filters, question.as_of)
    if by is By.NAME:
        narrowed = features.condition(question.filters, "n.subject_id", past=past)
        return names.matching(
            session, normal=question.text.normal, as_of=question.as_of, place=question.place, condition=narrowed, given=given
        )
    found = features.candidates(by, question.text, question.filters, past=past)
    rows = session.execute(typed(_ranked(found)), given | names.after(question.place)).all()
    window = [Hit(row.subject_id, row.rank) for row in rows[:WINDOW]]
    total = rows[0].total if rows else 0
    return Hits(window, total, capped=total > COUNTED, more=len(rows) > WINDOW)


def _ranked(found: str) -> str:
    """Return the window of any other way; a list that is too long is cut where counting stops."""
    return f"""
        WITH hit AS MATERIALIZED (
            SELECT subject_id, min(rank) AS rank FROM ({found} LIMIT {COUNTED + 1}) found GROUP BY subject_id
        ) SELECT subject_id, rank, (SELECT count(*) FROM hit) AS total FROM hit
        WHERE (rank, subject_id) > (:after_rank, :after_id) ORDER BY rank, subject_id LIMIT :window"""  # noqa: S608  # constants of this slice


def _page(session: Session, question: Question, by: By | None, hits: Hits) -> Answer:
    ordered = _in_order(session, question, hits.window)
    start = question.place.skipped
    page = rows(session, question=question, by=by, subjects=ordered[start : start + PAGE])
    total = COUNTED if hits.capped else hits.total
    return Answer(page, total, hits.capped, by, _next(question.place, hits, len(ordered)))


def _next(place: Place, hits: Hits, shown: int) -> Place | None:
    if place.skipped + PAGE < shown:
        return Place(place.rank, place.subject_id, place.skipped + PAGE)
    if hits.more:
        return Place(hits.window[-1].rank, hits.window[-1].subject_id)
    return None


def _in_order(session: Session, question: Question, hits: Sequence[Hit]) -> list[int]:
    """Put 存续 before the others within each class of fit; a merged subject stands once, as the one that fits best."""
    given = features.values(question.text, question.filters, question.as_of) | {"ids": [hit.subject_id for hit in hits]}
    states = {row.id: row for row in session.execute(typed(_states(past=question.as_of.past)), given)}
    kept = [
        (hit.rank // 1000, states[hit.subject_id].state not in ALIVE, hit.rank, hit.subject_id)
        for hit in hits
        if hit.subject_id in states
    ]
    once: dict[int, int] = {}
    for *_, subject_id in sorted(kept):
        once.setdefault(states[subject_id].kept_id, subject_id)
    return list(once.values())


def _states(*, past: bool) -> str:
    return f"""
        SELECT s.id, coalesce(s.merged_into, s.id) AS kept_id, r.state
        FROM unnest(CAST(:ids AS bigint[])) AS asked (id)
        JOIN archive.subject s ON s.id = asked.id AND s.kind <> 'person' {_registration(past=past)}"""  # noqa: S608  # constants of this slice


def _registration(*, past: bool) -> str:
    """Return the registration `r` that is believed of subject `s`: the registrar's before others', the latest known first."""
    force = f"({visibility.in_force_sql('r')}) DESC," if past else ""
    return f"""
        LEFT JOIN LATERAL (SELECT * FROM archive.registration r WHERE {features.of_subject("s.id", past=past)}
            AND {features.visible("r", past=past, open_only=True)}
            ORDER BY {force} r.department_id = 2 DESC, r.known_from DESC LIMIT 1) r ON true"""  # noqa: S608  # constants of this slice


def rows(session: Session, *, question: Question, by: By | None, subjects: Sequence[int]) -> list[Row]:
    """Return what the list shows of each subject, in the same order."""
    given = features.values(question.text, question.filters, question.as_of)
    given |= {"ids": list(subjects), "name_like": f"%{question.text.normal}%" if by is By.NAME else None}
    found = session.execute(typed(_details(past=question.as_of.past)), given).mappings()
    shown = {line["asked_id"]: _row(dict(line)) for line in found}
    return [shown[subject_id] for subject_id in subjects]


def _row(line: Mapping[str, Any]) -> Row:
    values = {name: line[name] for name in Row.__slots__}
    if line["kind"] == "individual" and values["legal_rep"]:
        values["legal_rep"] = masked_name(values["legal_rep"])
    return Row(**values)


def _details(*, past: bool) -> str:
    former = names.FORMER[past]
    return f"""
        SELECT asked.id AS asked_id, coalesce(s.merged_into, s.id) AS subject_id, s.kind, coalesce(own.name, r.name) AS name,
               CASE WHEN hit.former THEN hit.name END AS former_name, coalesce(i.value, r.code) AS code, r.state, r.legal_rep,
               r.address, r.type_name, r.industry, r.division, r.established_on
        FROM unnest(CAST(:ids AS bigint[])) AS asked (id)
        JOIN archive.subject s ON s.id = asked.id {_registration(past=past)}
        LEFT JOIN LATERAL (SELECT n.name FROM archive.name n WHERE n.subject_id = s.id AND {features.visible("n", past=past)}
            ORDER BY {former}, n.valid_from DESC NULLS LAST, n.id DESC LIMIT 1) own ON true
        LEFT JOIN LATERAL (SELECT n.name, {former} AS former FROM archive.name n WHERE n.subject_id = s.id
            AND {features.visible("n", past=past)} AND n.normal LIKE CAST(:name_like AS text) ORDER BY 2, n.id DESC LIMIT 1) hit ON true
        LEFT JOIN LATERAL (SELECT i.value FROM archive.identifier i WHERE i.subject_id = s.id
            AND {features.visible("i", past=past)} ORDER BY i.kind = 'uscc' DESC, i.known_from DESC LIMIT 1) i ON true"""  # noqa: S608  # constants of this slice


def counts(session: Session, *, question: Question) -> dict[By, int]:
    """Return how many each way finds; counting stops one past `COUNTED_BY_KIND`."""
    session.execute(text(STEADY))
    return {by: _count(session, question, by) for by in applicable(question)}


def _count(session: Session, question: Question, by: By) -> int:
    written, as_of = question.text, question.as_of
    if by is By.NAME and not question.filters and names.often(session, normal=written.normal, as_of=as_of):
        return COUNTED_BY_KIND + 1
    found, given = _all(session, question, by)
    statement = f"SELECT count(DISTINCT subject_id) FROM ({found} LIMIT {COUNTED_BY_KIND + 1}) found"  # noqa: S608  # constants of this slice
    counted: int = session.execute(typed(statement), given).scalar_one()
    return counted


def state_counts(session: Session, *, question: Question, by: By | None) -> dict[str | None, int]:
    """Return how many of the answer stand in each registration state; for an answer that is not capped."""
    found, given = _all(session, question, by)
    past = question.as_of.past
    statement = f"""
        SELECT r.state, count(*) AS subjects FROM (SELECT DISTINCT subject_id FROM ({found} LIMIT {COUNTED + 1}) found) hit
        LEFT JOIN LATERAL (SELECT r.state FROM archive.registration r WHERE {features.of_subject("hit.subject_id", past=past)}
            AND {features.visible("r", past=past, open_only=True)} ORDER BY r.department_id = 2 DESC, r.known_from DESC LIMIT 1) r ON true
        GROUP BY r.state"""  # noqa: S608  # constants of this slice
    return {row.state: row.subjects for row in session.execute(typed(statement), given)}


def _all(session: Session, question: Question, by: By | None) -> tuple[str, dict[str, Any]]:
    given = features.values(question.text, question.filters, question.as_of)
    past = question.as_of.past
    if by is not By.NAME:
        return features.candidates(by, question.text, question.filters, past=past), given
    condition = features.condition(question.filters, "n.subject_id", past=past)
    return names.containing_names(condition, past=past), given | names.values(session, question.text.normal, question.as_of)
