"""Every hour: note what was refused since."""

from typing import Final

from credit.assessment.refusing import queries, service
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext

TOGETHER: Final = 50


def run(context: JobContext) -> dict[str, object]:
    """Note chunk by chunk; a chunk that is noted is not looked at again."""
    noted = 0
    while not context.cancelled():
        with reading() as session:
            chunks = queries.waiting(session, size=TOGETHER)
        for batch_id, chunk_no in chunks:
            with transaction() as session:
                noted += service.note(session, batch_id=batch_id, chunk_no=chunk_no)
            context.progress(noted, None, f"退回 {noted} 行")
        if len(chunks) < TOGETHER:
            break
    return {"noted": noted}
