"""Every working morning: remind, and escalate what stayed undone."""

from typing import Final

from credit.objections.reminding import service
from credit.objections.states import Level
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext
from supervision.kernel.workdays.queries import work_calendar

JOB: Final = "credit.objections.remind"


def run(context: JobContext) -> dict[str, object]:
    """Tell every level; what was told is not told again, so that a second run adds nothing."""
    with reading() as session:
        working = work_calendar(session).is_workday(today())
    if not working:
        return {"skipped": "非工作日"}
    told: dict[str, object] = {}
    for level in Level:
        count = 0
        while not context.cancelled():
            with transaction() as session:
                more = service.remind(session, level, now=now())
            count += more
            context.progress(count, None, f"{level.label} {count} 件")
            if more < service.AT_ONCE:
                break
        told[level.value] = count
    return told
