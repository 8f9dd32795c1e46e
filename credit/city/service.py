"""Bring the decisions in through the doors: files by intake, reviews by publicity, and the rounds of the worker."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from credit.channels.reconciling.service import RECONCILE
from credit.channels.settling import service as settling
from credit.city import queries
from credit.city.features import files, kinds, workday
from credit.publicity import service as publicity
from credit.publicity.models import Publication
from credit.publicity.service import Given
from supervision.city.service import ACTOR, load
from supervision.intake.loading.schemas import Outcome
from supervision.kernel.clock import legal_date
from supervision.kernel.db import transaction
from supervision.kernel.module import joined
from supervision.kernel.queues.service import enqueue
from supervision.kernel.queues.working.service import execute

UNREVIEWED: Final = 9
"""Of so many records that are ready, one still waits for its review."""
AFTER: Final = timedelta(hours=5)


def report(folder: Path, *, now: datetime) -> list[Outcome]:
    """Load what the offices report; what stands already is left as it is."""
    yesterday = workday(legal_date(now) - timedelta(days=1))
    with transaction() as session:
        last = queries.last_day(session, kinds()) or yesterday
    return [load(file, folder, now=now) for file in files(last)]


def review(*, now: datetime) -> int:
    """Let each office's reviewer publish what is ready, some hours after it came; return how many the portal shows of it."""
    with transaction() as session:
        reported = queries.reported(session)
        for came in sorted(set(reported.values())):
            publicity.project(session, decision_ids=[one for one, at in reported.items() if at == came], now=came)
        published = [record for record in queries.waiting(session, list(reported)) if record.id % UNREVIEWED]
        _publish(session, published, reported, now=now)
        settling.settle(session, decision_ids=list(reported), now=now)
        return len(published)


def _publish(session: Session, records: Sequence[Publication], came: dict[int, datetime], *, now: datetime) -> None:
    reviewers = queries.reviewers(session)
    together: dict[tuple[int, datetime], list[Publication]] = defaultdict(list)
    for record in records:
        if record.department_id in reviewers:
            together[record.department_id, min(came[record.decision_id] + AFTER, now)].append(record)
    for (department_id, then), some in together.items():
        publicity.publish_many(session, some, Given(f"person:{reviewers[department_id]}", then))


def give(*, now: datetime) -> int:
    """Push to the channels and compare both sides, as the worker does; return how many messages went out."""
    platform, told = joined(), {}
    for kind in (settling.SEND, RECONCILE):
        with transaction() as session:
            told[kind] = enqueue(session, kind, arguments={}, now=now, requested_by=ACTOR, unique_key=kind)
        execute(platform, told[kind])
    with transaction() as session:
        return queries.sent(session)
