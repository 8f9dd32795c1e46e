"""The comparison of new questions with all archives."""

from supervision.archive.linking.rating import service
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext


def run(context: JobContext) -> dict[str, object]:
    """Compare every new question, some hundreds in each transaction; started again, it finds the rest."""
    compared = 0
    while not context.cancelled():
        with transaction() as session:
            count = service.rate(session)
        if not count:
            break
        compared += count
        context.progress(compared, compared, f"已比对 {compared} 个相对人")
    return {"compared": compared}
