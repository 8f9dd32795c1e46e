"""Registrations that came in: their doubtful sentences are put before a person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.licensing.matching.schemas import ScopeToMatch
from supervision.licensing.matching.service import decide_many, note_doubts
from supervision.registration.recording.events import EntriesArchived
from supervision.registration.recording.models import Entry


def ask(session: Session, event: EntriesArchived, now: datetime) -> None:
    """Put the doubts of these entries into the queue."""
    ask_together(session, [event], now)


def ask_together(session: Session, events: Sequence[EntriesArchived], now: datetime) -> None:
    """Put the doubts of many entries into the queue at once."""
    wanted = {entry_id for event in events for entry_id in event.entry_ids}
    rows = session.execute(select(Entry.scope, Entry.scope_codes).where(Entry.id.in_(wanted), Entry.scope.is_not(None)))
    scopes = [ScopeToMatch(row.scope, tuple(row.scope_codes)) for row in rows]
    if scopes:
        note_doubts(session, decide_many(session, scopes, on=legal_date(now)), now=now)
