"""Every working morning: remind, and escalate what stayed undone."""

from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext
from supervision.notices.handling.deadlines.queries import clocks_on
from supervision.notices.handling.reminding import service
from supervision.notices.handling.reminding.states import Level


def run(context: JobContext) -> dict[str, object]:
    """Tell every level; what was told is not told again, so that a second run adds nothing."""
    with reading() as session:
        clocks = clocks_on(session, on=today())
    if not clocks.calendar.is_workday(today()):
        return {"skipped": "非工作日"}
    told: dict[str, object] = {}
    for level in Level:
        count = 0
        while not context.cancelled():
            with transaction() as session:
                more = service.remind(session, level, clocks=clocks, now=now())
            count += more
            context.progress(count, None, f"{level.label} {count} 件")
            if more < service.AT_ONCE:
                break
        told[level.value] = count
    return told
