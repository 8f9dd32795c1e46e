"""Link open questions again: what a code or number now places is settled, what a name places is shown and stays open."""

from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.deciding import service as deciding
from supervision.archive.linking.matching.service import link
from supervision.archive.linking.models import CandidateReason
from supervision.archive.linking.relinking import queries
from supervision.archive.loading.service import alone
from supervision.archive.subjects.models import Matched

SYSTEM = "系统（按代码或旧号）"
LIMIT = 500


def relink(session: Session, *, after: int, now: datetime) -> tuple[int | None, int]:
    """Look up the next questions after a number; return the last number looked at (none when finished) and how many moved."""
    alone(session)
    asked = {item.id: item for item in queries.unplaced(session, after=after, limit=LIMIT)}
    if not asked:
        return None, 0
    found = (
        link(session, queries.parties(list(asked.values())))
        .filter(pl.col("subject_id").is_not_null())
        .select("candidate_id", "subject_id", "matched")
    )
    for candidate_id, subject_id, matched in found.rows():
        candidate, how = asked[candidate_id], Matched(matched)
        deciding.move(session, candidate.party_key, from_matches=(Matched.NONE,), to=subject_id, matched=how, now=now)
        if how is Matched.NAME:
            candidate.reason = CandidateReason.NAME_ONLY
        else:
            deciding.settle(session, candidate, subject_id=subject_id, actor=SYSTEM, now=now)
    return max(asked), found.height
