"""Subjects that share rare pairs of characters with a name, scored."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.archive.linking.suggesting.rules import Reason, Side, core, differing, reasons, score
from supervision.archive.loading.features import grams_of, normal_of
from supervision.archive.subjects.masking.rules import masked_name

RARE = 3
FETCHED = 2_000
SHOWN = 6
LEAST = 20
COMMON = text("""
    SELECT gram, frequency FROM pg_stats,
           unnest(most_common_elems::text::text[], most_common_elem_freqs[1:cardinality(most_common_elems::text::text[])])
               AS common (gram, frequency)
    WHERE schemaname = 'archive' AND tablename = 'name' AND attname = 'grams' AND gram = ANY(:grams)
""")
SHARING = text("""
    SELECT COALESCE(s.merged_into, s.id) AS subject_id, n.name, n.normal, n.former
    FROM archive.name n JOIN archive.subject s ON s.id = n.subject_id
    WHERE n.grams && CAST(:grams AS text[]) AND n.known_to IS NULL AND s.kind <> 'person' LIMIT :fetched
""")
DETAILS = text("""
    SELECT s.id AS subject_id, s.kind,
           (SELECT n.name FROM archive.name n WHERE n.subject_id = s.id AND n.known_to IS NULL ORDER BY n.former, n.id DESC LIMIT 1)
               AS name,
           (SELECT i.value FROM archive.identifier i WHERE i.subject_id = s.id AND i.known_to IS NULL
            ORDER BY i.kind = 'uscc' DESC, i.id LIMIT 1) AS code,
           r.legal_rep, r.address, r.established_on, r.state, r.type_name
    FROM archive.subject s
    LEFT JOIN LATERAL (
        SELECT * FROM archive.registration r WHERE r.subject_id = s.id AND r.known_to IS NULL
        ORDER BY r.department_id, r.id DESC LIMIT 1
    ) r ON true
    WHERE s.id = ANY(:ids)
""")


@dataclass(frozen=True, slots=True)
class Details:
    """What an archive says about itself, as far as a comparison needs it."""

    subject_id: int
    kind: str
    name: str | None
    code: str | None
    legal_rep: str | None
    address: str | None
    established_on: Any
    state: str | None
    type_name: str | None

    @property
    def shown_legal_rep(self) -> str | None:
        """Return who runs it as a page may show it: of an individual business that is a private person."""
        return masked_name(self.legal_rep) if self.legal_rep and self.kind == "individual" else self.legal_rep


@dataclass(frozen=True)
class Suggestion:
    """A subject that a counterpart might be, with the reasons."""

    row: Side
    matched_name: str
    former: bool
    details: Details
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return score(self.reasons)

    @cached_property
    def names(self) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
        return differing(self.row.name, self.matched_name)

    @cached_property
    def codes(self) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
        return differing(self.row.code or "", self.details.code or "")


def suggestions(session: Session, row: Side, *, always: tuple[int, ...] = ()) -> list[Suggestion]:
    """Return the likeliest subjects, best first; those in `always` are among them whatever their score."""
    best: dict[int, tuple[int, str, bool]] = {}
    for subject_id, name, normal_name, former in sharing(session, row.normal):
        points = score(reasons(row, Side(name, normal_name)))
        if subject_id not in best or points > best[subject_id][0]:
            best[subject_id] = (points, name, former)
    likeliest = sorted(best, key=lambda subject_id: -best[subject_id][0])[: 2 * SHOWN]
    known = details(session, [*dict.fromkeys([*always, *likeliest])])
    found = [_suggestion(row, item, best.get(item.subject_id)) for item in known]
    kept = [item for item in found if item.score >= LEAST or item.details.subject_id in always]
    return sorted(kept, key=lambda item: -item.score)[:SHOWN]


def _suggestion(row: Side, item: Details, named: tuple[int, str, bool] | None) -> Suggestion:
    name, former = (named[1], named[2]) if named else (item.name or "", False)
    other = Side(name, normal_of(name), item.code, item.legal_rep, item.address)
    return Suggestion(row, name, former, item, reasons(row, other))


def sharing(session: Session, normal_name: str) -> list[tuple[int, str, str, bool]]:
    """Return names that share one of the rarest pairs of a name."""
    grams = rare_grams(session, core(normal_name))
    rows = session.execute(SHARING, {"grams": grams, "fetched": FETCHED}).all() if grams else []
    return [(row.subject_id, row.name, row.normal, row.former) for row in rows]


def rare_grams(session: Session, name: str) -> list[str]:
    """Return the pairs that the fewest names have; the planner's statistics know the common ones."""
    grams = list(dict.fromkeys(grams_of(name)))
    common: dict[str, float] = {row.gram: row.frequency for row in session.execute(COMMON, {"grams": grams})}
    return sorted(grams, key=lambda gram: common.get(gram, 0.0))[:RARE]


def details(session: Session, subject_ids: list[int]) -> list[Details]:
    """Return what the archives of these subjects say."""
    return [Details(**values) for values in session.execute(DETAILS, {"ids": subject_ids}).mappings()]
