"""Open questions as parties that can be linked again."""

from collections.abc import Sequence

import polars as pl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.archive.linking.models import Candidate, CandidateReason
from supervision.kernel.identifiers.bulk import organisation_ok, uscc_ok

ASKED_AGAIN = (CandidateReason.NOT_FOUND, CandidateReason.SEVERAL)


def unplaced(session: Session, *, after: int, limit: int) -> Sequence[Candidate]:
    """Return the next open questions whose counterpart no subject was found for."""
    return session.scalars(
        select(Candidate)
        .where(Candidate.id > after, Candidate.settled_at.is_(None), Candidate.reason.in_(ASKED_AGAIN))
        .order_by(Candidate.id)
        .limit(limit)
    ).all()


def unplaced_count(session: Session) -> int:
    """Return how many there are."""
    counted = select(func.count()).where(Candidate.settled_at.is_(None), Candidate.reason.in_(ASKED_AGAIN))
    return session.scalar(counted) or 0


def parties(asked: Sequence[Candidate]) -> pl.DataFrame:
    """Return the counterparts as `matching.link` takes them."""
    frame = pl.DataFrame(
        {
            "candidate_id": [item.id for item in asked],
            "party_key": ["\\x" + item.party_key.hex() for item in asked],
            "normal": [item.normal for item in asked],
            "code": [item.subject_code for item in asked],
        },
        schema={"candidate_id": pl.Int64, "party_key": pl.String, "normal": pl.String, "code": pl.String},
    )
    coded, organised = uscc_ok(frame["code"]), organisation_ok(frame["code"])
    return frame.with_columns(
        uscc=pl.when(coded).then("code"),
        org=pl.when(organised).then("code"),
        number=pl.when(~coded & ~organised).then("code"),
        person_hash=pl.lit(None, dtype=pl.String),
        about_person=pl.lit(value=False),
    )
