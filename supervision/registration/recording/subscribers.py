"""Entries that came in go to the archive as they wait together; a settled question of names takes its entries up again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from supervision.archive.linking.events import CounterpartSettled
from supervision.registration.recording.archiving.service import archive_waiting
from supervision.registration.recording.events import EntriesRecorded
from supervision.registration.recording.releasing.service import release_renamed


def archive(session: Session, _event: EntriesRecorded, now: datetime) -> None:
    """Archive what waits; another delivery may have done so already."""
    archive_waiting(session, now=now)


def archive_many(session: Session, _events: Sequence[EntriesRecorded], now: datetime) -> None:
    """Archive what waits, once for all the news of it."""
    archive_waiting(session, now=now)


def take_up_again(session: Session, event: CounterpartSettled, now: datetime) -> None:
    """Let entries go on that waited for a person to say whether a firm was renamed."""
    release_renamed(session, subject_id=event.subject_id, now=now)
