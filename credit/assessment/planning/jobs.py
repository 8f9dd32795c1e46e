"""Every night: what was silent is written down, what came since is filled, and departments are reminded."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from credit.assessment.planning import service
from credit.assessment.planning.service import REMIND_EVERY_DAYS
from credit.assessment.queries import the_method
from credit.assessment.rules import months_on
from supervision.accounts.models import Department
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext

MONTHS_BACK: Final = 12
TOGETHER: Final = 100


def run(context: JobContext) -> dict[str, object]:
    """Look at the last months, part by part; what was written is not written again."""
    with reading() as session:
        method = the_method(session, on=today())
        departments = list(session.scalars(select(Department.id).order_by(Department.id)))
    with transaction() as session:
        filled, belied = service.settle(session, now=now())
    found = 0
    months = [months_on(today().replace(day=1), -number) for number in range(1, MONTHS_BACK + 1)]
    for place, month in enumerate(months, start=1):
        for start in range(0, len(departments), TOGETHER):
            if context.cancelled():
                return {"filled": filled, "belied": belied, "found": found}
            with transaction() as session:
                part = departments[start : start + TOGETHER]
                found += service.write_gaps(session, departments=part, month=month, method=method, now=now())
        context.progress(place, len(months), f"{month:%Y-%m}，漏报 {found} 项")
    with transaction() as session:
        told = service.remind(session, before=now() - timedelta(days=REMIND_EVERY_DAYS), now=now())
    return {"filled": filled, "belied": belied, "found": found, "told": told}
