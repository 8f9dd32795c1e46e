"""Every five minutes: note how entries ended of which nobody told, after the page that sent them was gone."""

from typing import Final

from credit.entering import queries, service
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext

SETTLE: Final = "credit.entering.settle"


def run_settle(context: JobContext) -> dict[str, object]:
    """Look at every entry that is under way; one that has not ended stays under way."""
    with reading() as session:
        batches = queries.unsettled(session)
    for done, batch_id in enumerate(batches, start=1):
        with transaction() as session:
            service.settle(session, batch_id=batch_id, now=now())
        context.progress(done, len(batches), "核对在线填报的结果")
    return {"looked_at": len(batches)}
