"""Put aside what was compared and not found, as one decision of one person."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from supervision.archive.linking.models import Candidate, Outlook
from supervision.archive.linking.parking.errors import NothingToPark, QueueChanged
from supervision.archive.linking.queries import Filter
from supervision.kernel import audit
from supervision.kernel.access import Principal


def park(session: Session, principal: Principal, *, confirmed: int, last_id: int, now: datetime) -> int:
    """Put aside all that somebody's queue shows as not found, up to the last one that was counted; the look-ups go on nightly.

    `confirmed` is the number that the person read and agreed to: where it is another one by now, nothing happens.
    """
    seen = Filter(Outlook.NONE).condition(principal) & (Candidate.id <= last_id)
    parked = cast("CursorResult[Any]", session.execute(update(Candidate).where(seen).values(outlook=Outlook.PARKED))).rowcount
    if not parked:
        raise NothingToPark
    if parked != confirmed:
        raise QueueChanged(confirmed=confirmed, count=parked)
    audit.record(
        session,
        actor=principal.name,
        action="archive.link.park",
        object_kind="candidate",
        object_id=last_id,
        detail={"count": parked, "last_id": last_id},
        now=now,
    )
    return parked
