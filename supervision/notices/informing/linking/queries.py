"""What the page of a registration shows of its sheet."""

from typing import Any

from sqlalchemy.orm import Session

from supervision.notices.informing.queries import KINDS_TO_INFORM, of_entry
from supervision.notices.informing.states import InformingState
from supervision.registration.recording.models import Entry


def panel(session: Session, entry_id: int) -> dict[str, Any]:
    """Return the sheets of a registration, and whether one was to be expected."""
    entry = session.get(Entry, entry_id)
    expected = entry is not None and entry.kind in KINDS_TO_INFORM
    return {"sheets": of_entry(session, entry_id), "expected": expected, "states": InformingState}
