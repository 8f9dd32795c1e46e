"""Every five minutes: ask about chunks that nobody told of, such as those from before the queue was."""

from typing import Final

from credit.questions import queries, service
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext

COLLECT: Final = "credit.questions.collect"
TOGETHER: Final = 20


def run_collect(context: JobContext) -> dict[str, object]:
    """Look through chunk by chunk; one that was looked through is not met again."""
    opened = 0
    while not context.cancelled():
        with reading() as session:
            chunks = queries.uncollected(session, size=TOGETHER)
        for batch_id, chunk_no in chunks:
            with transaction() as session:
                service.settle(session, batch_id=batch_id, now=now())
                opened += service.collect(session, batch_id=batch_id, chunk_no=chunk_no)
            context.progress(opened, None, f"疑问数据 {opened} 行")
        if len(chunks) < TOGETHER:
            break
    return {"opened": opened}
