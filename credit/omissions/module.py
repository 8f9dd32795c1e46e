"""What the search for decisions that were not reported hands to the platform."""

from credit.omissions import jobs, models
from credit.omissions.counters import rules
from credit.omissions.counters.schemas import FIELDS
from credit.omissions.counters.service import accept
from credit.omissions.pages import pages
from credit.omissions.queries import waiting
from supervision.intake.kinds import RowKind
from supervision.kernel.module import JobKind, Module, NavigationEntry, Reminder, Scheduled

__all__ = ["COUNTER", "MODULE", "models"]

COUNTER = RowKind(
    name="counter-result",
    label="窗口办理结果",
    fields=FIELDS,
    check=rules.check,
    accept=accept,
    permission="credit.report",
)
MODULE = Module(
    name="credit.omissions",
    label="未报发现",
    pages=(pages,),
    jobs=(JobKind(jobs.SEARCH, "核对未报的决定", jobs.run),),
    timetable=(Scheduled("50 1 * * *", jobs.SEARCH),),
    navigation=(
        NavigationEntry("双公示", "未报发现", "credit-omissions.page", "search", "credit.read", order=61, count=waiting),
    ),
    parts=(COUNTER, Reminder("未报线索待说明或者认定", "credit-omissions.page", "credit.read", waiting)),
)
