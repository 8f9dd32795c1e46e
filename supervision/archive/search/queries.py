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
from supervision.archive.search.names.queries import COUNTED, WINDOW, Hit, Hits, Narrowing, typed
from supervision.archive.search.rules import Filters, Place, Text, containing
from supervision.archive.search.states import By
from supervision.archive.subjects import rules as visibility
from supervision.archive.subjects.masking.rules import masked_name
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.sourcing.rules import source_order, source_rank_sql
from supervision.kernel.access import Scope

PAGE: Final = 50
COUNTED_BY_KIND: Final = 1_000
FREQUENT: Final = 100_000
GONE: Final = "coalesce(r.state, 'S1') NOT IN ('S1', 'S2', 'S3')"
ORDER: Final = f"asked.rank / 1000, {GONE}, asked.rank, asked.id"
ORDER_COLUMNS: Final = f"asked.rank / 1000 AS fit, {GONE} AS gone, asked.rank"
STEADY: Final = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
           set_config('max_parallel_workers_per_gather', '0', true), set_config('statement_timeout', '8s', true)"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a text, conditions, a point of view, where the page begins, and for whom."""

    text: Text
    as_of: AsOf
    filters: Filters = field(default_factory=Filters)
    by: By | None = None
    place: Place = field(default_factory=Place)
    scopes: Sequence[Scope] = ()


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
    given = features.values(question.text, question.filters, question.as_of, question.scopes)
    if by is By.NAME:
        return names.matching(
            session,
            normal=question.text.normal,
            as_of=question.as_of,
            place=question.place,
            given=given,
            narrowing=_narrowing(question),
        )
    found = features.candidates(by, question.text, question.filters, past=past)
    rows = session.execute(typed(_ranked(found)), given | names.after(question.place)).all()
    window = [Hit(row.subject_id, row.rank) for row in rows[:WINDOW]]
    total = rows[0].total if rows else 0
    return Hits(window, min(total, COUNTED), capped=total > COUNTED, more=len(rows) > WINDOW)


def _narrowing(question: Question) -> Narrowing | None:
    filters, past = question.filters, question.as_of.past
    if not filters:
        return None
    return Narrowing(features.condition(filters, "n.subject_id", past=past), features.chosen(filters, past=past))


def _ranked(found: str) -> str:
    """Return the window of any other way; a list that is too long is cut where counting stops."""
    return f"""
        WITH hit AS MATERIALIZED (
            SELECT subject_id, min(rank) AS rank FROM ({found} LIMIT {COUNTED + 1}) found GROUP BY subject_id
        ) SELECT subject_id, rank, (SELECT count(*) FROM hit) AS total FROM hit
        WHERE (rank, subject_id) > (:after_rank, :after_id) ORDER BY rank, subject_id LIMIT :window"""  # noqa: S608  # constants of this slice


def _page(session: Session, question: Question, by: By | None, hits: Hits) -> Answer:
    if not hits.window:
        return Answer((), hits.total, hits.capped, by, None)
    given = features.values(question.text, question.filters, question.as_of, question.scopes)
    given |= {"ids": [hit.subject_id for hit in hits.window], "ranks": [hit.rank for hit in hits.window]}
    given |= {"skipped": question.place.skipped, "page": PAGE, "sources": list(source_order(question.as_of.judged_on))}
    given["name_like"] = containing(question.text.normal) if by is By.NAME else None
    lines = session.execute(typed(_lines(past=question.as_of.past)), given).mappings().all()
    shown = lines[0]["shown"] if lines else 0
    return Answer([_row(dict(line)) for line in lines], hits.total, hits.capped, by, _next(question.place, hits, shown))


def _next(place: Place, hits: Hits, shown: int) -> Place | None:
    if place.skipped + PAGE < shown:
        return Place(place.rank, place.subject_id, place.skipped + PAGE)
    if hits.more:
        return Place(hits.window[-1].rank, hits.window[-1].subject_id)
    return None


def _row(line: Mapping[str, Any]) -> Row:
    values = {name: line[name] for name in Row.__slots__}
    if values["kind"] == "individual" and values["legal_rep"]:
        values["legal_rep"] = masked_name(values["legal_rep"])
    return Row(**values)


def _lines(*, past: bool) -> str:
    """Return what the list shows of one page of the window.

    存续 comes before the others within each class of fit; a merged subject stands once, as the one that fits best. Of the
    window only what orders it is looked up; names and codes of the page alone.
    """
    former, visible = names.FORMER[past], features.visible
    return f"""
        WITH placed AS (
            SELECT asked.id, coalesce(s.merged_into, s.id) AS subject_id, s.kind, r.name AS registered_name, r.code AS registered_code,
                   r.state, r.legal_rep, r.address, r.type_name, r.industry, r.division, r.established_on,
                   row_number() OVER (PARTITION BY coalesce(s.merged_into, s.id) ORDER BY {ORDER}) AS turn, {ORDER_COLUMNS}
            FROM unnest(CAST(:ids AS bigint[]), CAST(:ranks AS int[])) AS asked (id, rank)
            JOIN archive.subject s ON s.id = asked.id AND s.kind <> 'person' {_registration("s.id", past=past)}
        ), page AS (
            SELECT *, count(*) OVER () AS shown FROM placed WHERE turn = 1
            ORDER BY fit, gone, rank, id OFFSET :skipped LIMIT :page
        )
        SELECT page.*, coalesce(own.name, page.registered_name) AS name, CASE WHEN hit.former THEN hit.name END AS former_name,
               coalesce(i.value, page.registered_code) AS code
        FROM page
        LEFT JOIN LATERAL (SELECT n.name FROM archive.name n WHERE n.subject_id = page.id AND {visible("n", past=past)}
            ORDER BY {former}, n.valid_from DESC NULLS LAST, n.id DESC LIMIT 1) own ON true
        LEFT JOIN LATERAL (SELECT n.name, {former} AS former FROM archive.name n WHERE n.subject_id = page.id
            AND {visible("n", past=past)} AND n.normal LIKE CAST(:name_like AS text) ORDER BY 2, n.id DESC LIMIT 1) hit ON true
        LEFT JOIN LATERAL (SELECT i.value FROM archive.identifier i WHERE i.subject_id = page.id
            AND {visible("i", past=past)} ORDER BY i.kind = 'uscc' DESC, i.known_from DESC LIMIT 1) i ON true
        ORDER BY fit, gone, rank, id"""  # noqa: S608  # constants of this slice


def _registration(subject: str, *, past: bool) -> str:
    """Return the registration `r` that is believed of a subject: by the order of sources, among equals the latest known."""
    force = f"({visibility.in_force_sql('r')}) DESC," if past else ""
    return f"""
        LEFT JOIN LATERAL (SELECT * FROM archive.registration r WHERE {features.of_subject(subject, past=past)}
            AND {features.visible("r", past=past, open_only=True)}
            ORDER BY {force} {source_rank_sql("r.department_id")}, r.known_from DESC LIMIT 1) r ON true"""  # noqa: S608  # constants of this slice


def counts(session: Session, *, question: Question, answer: Answer) -> dict[By, int]:
    """Return how many each way finds, the answer's own way by what it found; counting stops one past `COUNTED_BY_KIND`."""
    found = COUNTED_BY_KIND + 1 if answer.capped else answer.total
    return {by: found if by is answer.by else _count(session, question, by) for by in applicable(question)}


def _count(session: Session, question: Question, by: By) -> int:
    written, as_of = question.text, question.as_of
    if by is By.NAME and not question.filters and names.often(session, normal=written.normal, as_of=as_of):
        return COUNTED_BY_KIND + 1
    found, given = _all(session, question, by)
    if by is By.ADDRESS and names.estimated(session, found, given) > FREQUENT:
        return COUNTED_BY_KIND + 1
    statement = f"SELECT count(DISTINCT subject_id) FROM ({found} LIMIT {COUNTED_BY_KIND + 1}) found"  # noqa: S608  # constants of this slice
    counted: int = session.execute(typed(statement), given).scalar_one()
    return counted


def state_counts(session: Session, *, question: Question, by: By | None) -> dict[str | None, int]:
    """Return how many of the answer stand in each registration state; for an answer of no more than `COUNTED_BY_KIND`."""
    found, given = _all(session, question, by)
    past = question.as_of.past
    statement = f"""
        SELECT r.state, count(*) AS subjects
        FROM (SELECT DISTINCT subject_id FROM ({found} LIMIT {COUNTED_BY_KIND + 1}) found) hit {_registration("hit.subject_id", past=past)}
        GROUP BY r.state"""  # noqa: S608  # constants of this slice
    given["sources"] = list(source_order(question.as_of.judged_on))
    return {row.state: row.subjects for row in session.execute(typed(statement), given)}


def _all(session: Session, question: Question, by: By | None) -> tuple[str, dict[str, Any]]:
    given = features.values(question.text, question.filters, question.as_of, question.scopes)
    past = question.as_of.past
    if by is not By.NAME:
        return features.candidates(by, question.text, question.filters, past=past), given
    condition = features.condition(question.filters, "n.subject_id", past=past)
    return names.containing_names(condition, past=past), given | names.values(session, question.text.normal, question.as_of)
