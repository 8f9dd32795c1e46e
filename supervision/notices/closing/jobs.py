"""The nightly look at licences that ran out or were taken away."""

from typing import Final

from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext
from supervision.notices.closing.losing import service

TOGETHER: Final = 200


def send_back_lost(context: JobContext) -> dict[str, object]:
    """Send back what was lost, part by part; a part that was done before changes nothing."""
    with reading() as session:
        held = service.lost(session, now=now())
    told = 0
    for start in range(0, len(held), TOGETHER):
        if context.cancelled():
            break
        with transaction() as session:
            told += service.send_back(session, held[start : start + TOGETHER], now=now())
        context.progress(min(start + TOGETHER, len(held)), len(held), f"{told} 户须变更经营范围")
    return {"lost": len(held), "told": told}
