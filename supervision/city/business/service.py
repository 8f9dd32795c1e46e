"""Send the registrations of the last weeks through the registrar's door, each on its day, and let the departments act."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from supervision.city.business import queries
from supervision.city.business.coping.service import cope
from supervision.city.business.features import Business, weeks
from supervision.kernel.db import transaction
from supervision.notices.pushing.service import route
from supervision.registration.recording.archiving.service import archive_waiting
from supervision.registration.recording.service import record

ACTOR = "system:city"


def bring_in(*, now: datetime) -> int:
    """Register what the weeks brought and handle what came of it; what stands already is left as it is."""
    with transaction() as session:
        last_day = queries.last_day(session, now=now)
    sent = 0
    for day in _days(weeks(last_day), now=now):
        with transaction() as session:
            sent += _send(session, day)
    cope(now=now)
    return sent


def _days(businesses: Sequence[Business], *, now: datetime) -> Iterator[list[Business]]:
    """Give what came on each day together; what would come later today has not come yet."""
    come = sorted((item for item in businesses if item.received <= now), key=lambda item: item.received)
    for _day, part in groupby(come, key=lambda item: item.received.date()):
        yield list(part)


def _send(session: Session, day: Sequence[Business]) -> int:
    """Record a day's business at each registrar's, archive it and tell the departments, as of that day's evening."""
    evening, offices = day[-1].received, queries.departments(session)
    by_office = sorted(day, key=lambda item: item.office)
    for office, part in groupby(by_office, key=lambda item: item.office):
        entries = [item.entry for item in part]
        record(session, entries, department_id=offices.get(office, offices["market"]), actor=ACTOR, now=evening)
    route(session, archive_waiting(session, now=evening), now=evening)
    return len(day)
