"""Bring what was seen in through the door of files, as the offices report it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from supervision.city import service as city
from supervision.city.business.watching.features import seen
from supervision.city.business.watching.queries import waiting
from supervision.intake.loading.schemas import Outcome
from supervision.kernel.clock import legal_date
from supervision.kernel.db import reading


def report(folder: Path, *, now: datetime) -> Iterator[Outcome]:
    """Load what was seen of those who were told and hold nothing; the same file again changes nothing."""
    with reading() as session:
        found = waiting(session, until=now)
    for file in seen(found, received=now, today=legal_date(now)):
        yield city.load(file, folder, now=now)
