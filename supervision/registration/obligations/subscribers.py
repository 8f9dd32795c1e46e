"""A change of scope or a cancellation that is in the archive meets the duty to it."""

from datetime import datetime

from sqlalchemy.orm import Session

from supervision.registration.obligations.service import meet
from supervision.registration.recording.events import EntriesArchived
from supervision.registration.recording.queries import subjects_of


def meet_duties(session: Session, event: EntriesArchived, now: datetime) -> None:
    """Close the duties of the firms that these entries are about."""
    subjects = subjects_of(session, event.entry_ids)
    if subjects:
        meet(session, subject_ids=subjects, now=now)
