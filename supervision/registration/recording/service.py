"""Take registrations in: each is kept as it came, once, and waits for the archive or for a person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from supervision.registration.recording.schemas import Channel, NewEntry, Recorded


def record(
    session: Session,
    entries: Sequence[NewEntry],
    *,
    department_id: int,
    actor: str,
    now: datetime,
    channel: Channel = Channel.API,
) -> list[Recorded]:
    """Keep each entry and say what became of it; the same entry again changes nothing, another content is a new version."""
    raise NotImplementedError
