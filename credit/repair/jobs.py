"""Every working morning: holders that are late are told again."""

from typing import Final

from credit.repair.lifting import service
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext
from supervision.kernel.workdays.queries import work_calendar

REMIND: Final = "credit.repair.remind"


def run_remind(context: JobContext) -> dict[str, object]:
    """Remind part by part; who was reminded today is not reminded again."""
    with reading() as session:
        works = work_calendar(session).is_workday(today())
    if not works:
        return {"skipped": "非工作日"}
    told = 0
    while not context.cancelled():
        with transaction() as session:
            more = service.remind(session, today=today(), now=now())
        told += more
        context.progress(told, None, f"已催办 {told} 处")
        if more < service.TOGETHER:
            break
    return {"told": told}
