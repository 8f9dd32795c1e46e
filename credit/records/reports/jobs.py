"""Setting a report in the background: the page that asked for it looks again until it is there."""

from credit.records import queries
from credit.records.reports.service import set_report
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext


def run(context: JobContext) -> dict[str, object]:
    """Set one report; a second run finds it set."""
    with transaction() as session:
        report = queries.report(session, int(context.arguments["report_id"]), lock=True)
        set_report(session, report, actor=context.requested_by, now=now())
        return {"summary": f"信用报告 {report.serial}", "href": f"/credit/records/{report.subject_id}"}
