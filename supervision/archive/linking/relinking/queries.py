"""Open questions as parties that can be linked again."""

from collections.abc import Sequence

import polars as pl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.archive.linking.models import Candidate, CandidateReason

ASKED_AGAIN = (CandidateReason.NOT_FOUND, CandidateReason.SEVERAL)
SCHEMA = {
    "candidate_id": pl.Int64,
    "party_key": pl.String,
    "normal": pl.String,
    "uscc": pl.String,
    "number": pl.String,
    "org": pl.String,
}


def unplaced(session: Session, *, after: int, limit: int) -> pl.DataFrame:
    """Return the next open questions whose counterpart no subject was found for, as `matching.link` takes them."""
    rows = session.execute(
        select(Candidate.id, Candidate.party_key, Candidate.normal, Candidate.codes)
        .where(Candidate.id > after, Candidate.settled_at.is_(None), Candidate.reason.in_(ASKED_AGAIN))
        .order_by(Candidate.id)
        .limit(limit)
    )
    values: Sequence[tuple[object, ...]] = [
        (row.id, "\\x" + row.party_key.hex(), row.normal, *((row.codes or {}).get(name) for name in ("uscc", "number", "org")))
        for row in rows
    ]
    return pl.DataFrame(values, schema=SCHEMA, orient="row").with_columns(
        person_hash=pl.lit(None, dtype=pl.String), about_person=pl.lit(value=False)
    )


def unplaced_count(session: Session) -> int:
    """Return how many there are."""
    counted = select(func.count()).where(Candidate.settled_at.is_(None), Candidate.reason.in_(ASKED_AGAIN))
    return session.scalar(counted) or 0
