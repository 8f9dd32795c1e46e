"""Setting a sheet in the background: the page that asked for it looks again until it is there."""

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext
from supervision.notices.informing.models import Informing
from supervision.notices.informing.sheets.service import keep_sheet


def run(context: JobContext) -> dict[str, object]:
    """Set one sheet; a second run finds it set."""
    with transaction() as session:
        informing = session.get_one(Informing, int(context.arguments["informing_id"]), with_for_update=True)
        sheet = keep_sheet(session, informing, actor=context.requested_by, now=now())
        return {"summary": f"{informing.number}，{sheet.pages} 页", "href": f"/counter/{informing.id}"}
