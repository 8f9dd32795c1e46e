"""Registrations that arrived find their sheets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from supervision.notices.informing.linking.service import link_entries
from supervision.registration.recording.events import EntriesArchived


def link_sheets(session: Session, event: EntriesArchived, now: datetime) -> None:
    link_entries(session, event.entry_ids, now=now)


def link_sheets_of_many(session: Session, events: Sequence[EntriesArchived], now: datetime) -> None:
    link_entries(session, [entry_id for event in events for entry_id in event.entry_ids], now=now)
