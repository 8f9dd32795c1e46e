"""What entering hands to the platform."""

from credit.entering import models
from credit.entering.jobs import SETTLE, run_settle
from credit.entering.pages import pages
from credit.entering.preflighting import pages as preflighting
from credit.entering.subscribers import rows_came
from credit.entering.workbooks import pages as workbooks
from supervision.intake.events import RowsAccepted, RowsRefused
from supervision.kernel.module import JobKind, Module, NavigationEntry, Scheduled, Subscriber

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.entering",
    label="双公示在线填报",
    pages=(pages, workbooks.pages, preflighting.pages),
    subscribers=(
        Subscriber("credit.entering.rows", RowsAccepted, rows_came),
        Subscriber("credit.entering.refused", RowsRefused, rows_came),
    ),
    jobs=(JobKind(SETTLE, "核对在线填报的结果", run_settle),),
    timetable=(Scheduled("*/5 * * * *", SETTLE),),
    navigation=(NavigationEntry("双公示", "在线填报", "entry.start", "pen", "credit.report", order=10),),
)
