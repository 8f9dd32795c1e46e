"""Setting a circular in the background."""

from credit.assessment.circulars.service import keep_document
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext


def run(context: JobContext) -> dict[str, object]:
    """Set one circular; a second run finds it set."""
    with transaction() as session:
        made = keep_document(session, circular_id=int(context.arguments["circular_id"]), actor=context.requested_by, now=now())
        return {
            "summary": f"{made.starts_on} 至 {made.ends_on} 的通报已排版",
            "href": f"/credit/assessment/circulars/{made.id}",
        }
