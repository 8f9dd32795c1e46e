"""Questions that were not compared yet, and the names that come near theirs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from supervision.archive.linking.matching.queries import rows_of
from supervision.archive.linking.models import Candidate, Outlook
from supervision.archive.linking.rating.rules import alternatives

COMMON = text("""
    SELECT gram, frequency FROM pg_stats,
           unnest(most_common_elems::text::text[], most_common_elem_freqs[1:cardinality(most_common_elems::text::text[])])
               AS common (gram, frequency)
    WHERE schemaname = 'archive' AND tablename = 'name' AND attname = 'grams'
""")
NEAR = """
    SELECT q.place, near.normal FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::bytea[])
        AS q (place, one, two, three, party_key)
    CROSS JOIN LATERAL (
        SELECT n.normal FROM archive.name n
        WHERE (n.grams @> q.one::text[] OR n.grams @> q.two::text[] OR n.grams @> q.three::text[]) AND n.known_to IS NULL
            AND NOT EXISTS (
                SELECT FROM archive.match_decision d WHERE d.party_key = q.party_key AND d.subject_id = n.subject_id
                    AND d.verdict = 'different' AND d.replaced_at IS NULL)
        LIMIT 200
    ) near
"""


def unrated(session: Session, *, limit: int) -> Sequence[Candidate]:
    """Return the next questions that were not compared with the archives."""
    return session.scalars(
        select(Candidate)
        .where(Candidate.settled_at.is_(None), Candidate.outlook == Outlook.NEW)
        .order_by(Candidate.distance, Candidate.id)
        .limit(limit)
    ).all()


def common_grams(session: Session) -> dict[str, float]:
    """Return how often the commonest pairs of characters stand in names, from the planner's statistics."""
    return {row.gram: row.frequency for row in session.execute(COMMON)}


def near_names(session: Session, asked: Sequence[Candidate], *, common: dict[str, float]) -> dict[int, list[str]]:
    """Return, by the place of each question, names that share two of its three rarest pairs of characters."""
    sets = [alternatives(item.normal or "", common) for item in asked]
    places = [place for place, chosen in enumerate(sets) if chosen]
    arrays: list[list[Any]] = [[literal(sets[place][turn]) for place in places] for turn in range(3)]
    found: dict[int, list[str]] = {}
    for place, normal in rows_of(session, NEAR, (places, *arrays, [asked[place].party_key for place in places])):
        found.setdefault(place, []).append(normal)
    return found


def literal(grams: Sequence[str]) -> str:
    """Return pairs of characters as PostgreSQL writes an array; a normalised name has neither quotes nor backslashes."""
    return "{" + ",".join(f'"{gram}"' for gram in grams) + "}"
