"""Compare open questions with the names of all archives and put the likely ones in front."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from supervision.archive.linking.models import Candidate, Outlook
from supervision.archive.linking.rating import queries
from supervision.archive.linking.rating.rules import HUNDRED, LIKELY_FROM, distance

LIMIT = 1_000


def rate(session: Session) -> int:
    """Compare the next questions; return how many there were, none when all are compared."""
    asked = queries.unrated(session, limit=LIMIT)
    if not asked:
        return 0
    near = queries.near_names(session, asked, common=queries.common_grams(session))
    found = [distance(item.normal or "", near.get(place, ())) for place, item in enumerate(asked)]
    values = [
        {"id": item.id, "distance": far, "outlook": Outlook.LIKELY if far <= HUNDRED - LIKELY_FROM else Outlook.NONE}
        for item, far in zip(asked, found, strict=True)
    ]
    session.execute(update(Candidate), values)
    return len(asked)
