"""Publish an event, deliver it once to each subscriber, park what cannot be delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from sqlalchemy import CursorResult, Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from supervision.kernel.db import transaction
from supervision.kernel.module import Platform, Subscriber, joined
from supervision.kernel.outbox.errors import DeliveryNotParked
from supervision.kernel.outbox.events import Event

CHANNEL = "supervision_outbox"
MAX_ATTEMPTS = 8
MOST_TOGETHER = 500
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """Which delivery is meant: an event and a subscriber."""

    event_id: int
    subscriber: str


_PUBLISH = text(
    "WITH event AS (INSERT INTO kernel.outbox_event (created_at, name, payload)"
    " VALUES (:now, :name, :payload) RETURNING created_at, id),"
    " told AS (INSERT INTO kernel.outbox_delivery (created_at, event_id, subscriber, next_attempt_at)"
    " SELECT event.created_at, event.id, subscriber, event.created_at"
    " FROM event, unnest(CAST(:subscribers AS text[])) AS subscriber)"
    " SELECT id, pg_notify(:channel, '') FROM event"
).bindparams(bindparam("payload", type_=JSONB))


def publish(session: Session, event: Event, *, now: datetime) -> int:
    """Tell every subscriber of the joined platform, if and only if the caller's transaction commits."""
    session.flush()
    names = [item.name for item in joined().subscribers if item.event is type(event)]
    values = {"now": now, "name": event.name, "payload": event.payload(), "subscribers": names, "channel": CHANNEL}
    return int(session.execute(_PUBLISH, values).scalar_one())


_REPLAY = text(
    "INSERT INTO kernel.outbox_delivery (created_at, event_id, subscriber, next_attempt_at)"
    " SELECT created_at, id, :subscriber, :now FROM kernel.outbox_event WHERE name = :name AND created_at >= :since"
    " ON CONFLICT DO NOTHING"
)


def replay(session: Session, subscriber: Subscriber, *, since: datetime, now: datetime) -> int:
    """Give a subscriber that joined later the events since a day that are still kept; return how many."""
    values = {"subscriber": subscriber.name, "name": subscriber.event.name, "since": since, "now": now}
    return _rows(session, _REPLAY, values)


_NEXT = text(
    "SELECT delivery.created_at, delivery.event_id, delivery.subscriber, delivery.attempts, event.payload"
    " FROM kernel.outbox_delivery AS delivery JOIN kernel.outbox_event AS event"
    " ON event.created_at = delivery.created_at AND event.id = delivery.event_id"
    " WHERE delivery.delivered_at IS NULL AND delivery.parked_at IS NULL AND delivery.next_attempt_at <= :now"
    " AND delivery.subscriber = ANY(:names)"
    " ORDER BY delivery.next_attempt_at, delivery.event_id LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED"
)


_ALIKE = text(
    "SELECT delivery.created_at, delivery.event_id, delivery.subscriber, delivery.attempts, event.payload"
    " FROM kernel.outbox_delivery AS delivery JOIN kernel.outbox_event AS event"
    " ON event.created_at = delivery.created_at AND event.id = delivery.event_id"
    " WHERE delivery.delivered_at IS NULL AND delivery.parked_at IS NULL AND delivery.next_attempt_at <= :now"
    " AND delivery.subscriber = :name AND delivery.attempts = 0"
    " ORDER BY delivery.next_attempt_at, delivery.event_id LIMIT :limit FOR UPDATE OF delivery SKIP LOCKED"
)


def deliver(platform: Platform, *, now: datetime, limit: int) -> int:
    """Try up to `limit` deliveries that are due, each in a transaction of its own; return how many were tried.

    A subscriber that takes many gets what waits for it together, in one transaction.
    """
    subscribers = {item.name: item for item in platform.subscribers}
    tried = 0
    while tried < limit:
        count = _deliver_next(subscribers, now=now, limit=min(limit - tried, MOST_TOGETHER))
        if not count:
            break
        tried += count
    return tried


def _deliver_next(subscribers: dict[str, Subscriber], *, now: datetime, limit: int) -> int:
    with transaction() as session:
        row = session.execute(_NEXT, {"now": now, "names": list(subscribers)}).one_or_none()
        if row is None:
            return 0
        subscriber = subscribers[row.subscriber]
        rows = _alike(session, row, subscriber, now=now, limit=limit)
        if len(rows) == 1 or not _handed_over_together(session, rows, subscriber, now=now):
            for one in rows:
                _hand_over(session, one, subscriber, now=now)
        return len(rows)


def _alike(session: Session, row: Row[Any], subscriber: Subscriber, *, now: datetime, limit: int) -> Sequence[Row[Any]]:
    """Return the delivery and, where its subscriber takes many, what waits beside it; what failed before goes alone."""
    if subscriber.handle_many is None or row.attempts or limit == 1:
        return [row]
    # The row itself is locked by this transaction, which SKIP LOCKED does not skip: it comes again among its like.
    return session.execute(_ALIKE, {"now": now, "name": subscriber.name, "limit": limit}).all()


def _handed_over_together(session: Session, rows: Sequence[Row[Any]], subscriber: Subscriber, *, now: datetime) -> bool:
    """Run the subscriber once for all rows; when it fails nothing is left of it, and each is tried alone to find the poison."""
    assert subscriber.handle_many is not None
    try:
        with session.begin_nested():
            subscriber.handle_many(session, [subscriber.event.restore(row.payload) for row in rows], now)
    except Exception as error:  # whatever a subscriber raises is its failure, not the deliverer's
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.exception("delivery together failed", subscriber=subscriber.name, count=len(rows))
        return False
    _record_successes(session, rows, now=now)
    return True


def _hand_over(session: Session, row: Row[Any], subscriber: Subscriber, *, now: datetime) -> None:
    """Run the subscriber inside a savepoint, so that a failure is undone while the delivery stays ours."""
    try:
        with session.begin_nested():
            subscriber.handle(session, subscriber.event.restore(row.payload), now)
    except Exception as error:  # whatever a subscriber raises is its failure, not the deliverer's
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.exception("delivery failed", subscriber=row.subscriber, event_id=row.event_id, attempt=row.attempts + 1)
        _record_failure(session, row, f"{type(error).__name__}: {error}"[:2000], now=now)
    else:
        _record_success(session, row, now=now)


_KEY = "created_at = :created_at AND event_id = :event_id AND subscriber = :subscriber"
_DELIVERED = text(
    f"UPDATE kernel.outbox_delivery SET attempts = attempts + 1, delivered_at = :now, last_error = NULL WHERE {_KEY}"  # noqa: S608  # a constant of this file
)
_ALL_DELIVERED = text(
    "UPDATE kernel.outbox_delivery AS delivery SET attempts = attempts + 1, delivered_at = :now, last_error = NULL"
    " FROM unnest(CAST(:created_at AS timestamptz[]), CAST(:event_id AS bigint[])) AS done (created_at, event_id)"
    " WHERE delivery.created_at = done.created_at AND delivery.event_id = done.event_id AND delivery.subscriber = :subscriber"
)
_FAILED = text(
    f"UPDATE kernel.outbox_delivery SET attempts = attempts + 1, last_error = :error, next_attempt_at = :next, parked_at = :parked WHERE {_KEY}"  # noqa: S608  # a constant of this file
)


def _key(row: Row[Any]) -> dict[str, Any]:
    return {"created_at": row.created_at, "event_id": row.event_id, "subscriber": row.subscriber}


def _record_success(session: Session, row: Row[Any], *, now: datetime) -> None:
    session.execute(_DELIVERED, {**_key(row), "now": now})


def _record_successes(session: Session, rows: Sequence[Row[Any]], *, now: datetime) -> None:
    keys = {"created_at": [row.created_at for row in rows], "event_id": [row.event_id for row in rows]}
    session.execute(_ALL_DELIVERED, {**keys, "subscriber": rows[0].subscriber, "now": now})


def _record_failure(session: Session, row: Row[Any], error: str, *, now: datetime) -> None:
    attempts = row.attempts + 1
    parked = now if attempts >= MAX_ATTEMPTS else None
    session.execute(_FAILED, {**_key(row), "error": error, "next": now + pause(attempts), "parked": parked})


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many failures: doubling, up to ten minutes."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


_RETRY = text(
    "UPDATE kernel.outbox_delivery SET parked_at = NULL, attempts = 0, next_attempt_at = :now"
    " WHERE event_id = :event_id AND subscriber = :subscriber AND parked_at IS NOT NULL AND given_up_at IS NULL"
)
_GIVE_UP = text(
    "UPDATE kernel.outbox_delivery SET given_up_at = :now, given_up_by = :actor"
    " WHERE event_id = :event_id AND subscriber = :subscriber AND parked_at IS NOT NULL AND given_up_at IS NULL"
)


def retry_parked(session: Session, key: DeliveryKey, *, now: datetime) -> None:
    """Let a parked delivery be tried again from the beginning."""
    if not _rows(session, _RETRY, {"event_id": key.event_id, "subscriber": key.subscriber, "now": now}):
        raise DeliveryNotParked
    session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})


def give_up_parked(session: Session, key: DeliveryKey, *, actor: str, now: datetime) -> None:
    """Settle a parked delivery as never to be made; who decided it stays with it."""
    values = {"event_id": key.event_id, "subscriber": key.subscriber, "actor": actor, "now": now}
    if not _rows(session, _GIVE_UP, values):
        raise DeliveryNotParked


_PARK_ORPHANS = text(
    "UPDATE kernel.outbox_delivery SET parked_at = :now, last_error = '没有这个订阅者，可能已从系统中移除'"
    " WHERE delivered_at IS NULL AND parked_at IS NULL AND created_at < :before AND NOT subscriber = ANY(:names)"
)


def park_orphans(session: Session, platform: Platform, *, older_than: timedelta, now: datetime) -> int:
    """Park deliveries whose subscriber no release knows any more, so that somebody sees them."""
    names = [item.name for item in platform.subscribers]
    return _rows(session, _PARK_ORPHANS, {"now": now, "before": now - older_than, "names": names})


def prepare_partitions(session: Session, *, now: datetime) -> None:
    """Make the partitions of this week and the next two."""
    for weeks in range(3):
        session.execute(text("SELECT kernel.outbox_prepare(:day)"), {"day": now + timedelta(weeks=weeks)})


def prune(session: Session, *, older_than: timedelta, now: datetime) -> int:
    """Drop weeks that are older and hold nothing undelivered; return how many partitions went."""
    return int(session.execute(text("SELECT kernel.outbox_prune(:before)"), {"before": now - older_than}).scalar_one())


def _rows(session: Session, statement: Any, values: dict[str, Any]) -> int:
    return cast("CursorResult[Any]", session.execute(statement, values)).rowcount
