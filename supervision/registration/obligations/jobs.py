"""What was not met in time is marked every night."""

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues.working.service import JobContext
from supervision.registration.obligations.service import let_fall_due


def fall_due(context: JobContext) -> dict[str, object]:
    """Mark overdue duties."""
    with transaction() as session:
        count = let_fall_due(session, now=now())
    context.progress(1, 1, f"{count} 项逾期")
    return {"overdue": count}
