"""Every night: what arrived is noted, and what is missing is looked for."""

from typing import Final

from credit.omissions import service
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext

SEARCH: Final = "credit.omissions.search"


def run(context: JobContext) -> dict[str, object]:
    """Search once; a search that is run again finds nothing new."""
    with transaction() as session:
        outcome = service.search(session, now=now())
    context.progress(1, 1, f"新列 {outcome.found} 条，已补报 {outcome.arrived} 条")
    return {"found": outcome.found, "arrived": outcome.arrived}
