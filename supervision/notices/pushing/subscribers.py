"""Registrations that the archive took in are routed, as many at once as wait; a settled doubt is routed anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from supervision.licensing.matching.events import SentenceDecided
from supervision.notices.pushing import service
from supervision.registration.recording.events import EntriesArchived


def route_entries(session: Session, event: EntriesArchived, now: datetime) -> None:
    """Route what one event names."""
    service.route(session, event.entry_ids, now=now)


def route_many(session: Session, events: Sequence[EntriesArchived], now: datetime) -> None:
    """Route what waits, each registration once."""
    service.route(session, list(dict.fromkeys(entry_id for event in events for entry_id in event.entry_ids)), now=now)


def route_again(session: Session, event: SentenceDecided, now: datetime) -> None:
    """Let what waits in the pool for this doubt go where the answer sends it."""
    service.route_doubts(session, item_code=event.item_code, now=now)
