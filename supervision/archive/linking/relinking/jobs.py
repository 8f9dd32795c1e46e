"""The nightly second look."""

from supervision.archive.linking.relinking import queries, service
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext


def run(context: JobContext) -> dict[str, object]:
    """Look up every open question once, some hundreds in each transaction; started again, it finds the rest."""
    with reading() as session:
        total = queries.unplaced_count(session)
    after, looked_at, moved = 0, 0, 0
    while not context.cancelled():
        with transaction() as session:
            last, placed = service.relink(session, after=after, now=now())
        if last is None:
            break
        after, moved, looked_at = last, moved + placed, min(total, looked_at + service.LIMIT)
        context.progress(looked_at, total, f"已归档 {moved} 个相对人")
    return {"looked_at": looked_at, "moved": moved}
