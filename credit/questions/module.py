"""What the queue of question data hands to the platform."""

from credit.questions import models
from credit.questions.jobs import COLLECT, run_collect
from credit.questions.pages import pages
from credit.questions.queries import unconfirmed, waiting
from credit.questions.subscribers import decisions_reported, rows_came
from credit.reporting.events import DecisionsReported
from supervision.intake.events import RowsAccepted, RowsRefused
from supervision.kernel.module import JobKind, Module, NavigationEntry, Reminder, Scheduled, Subscriber

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.questions",
    label="双公示疑问数据",
    pages=(pages,),
    subscribers=(
        Subscriber("credit.questions.rows", RowsAccepted, rows_came),
        Subscriber("credit.questions.refused", RowsRefused, rows_came),
        Subscriber("credit.questions.reported", DecisionsReported, decisions_reported),
    ),
    jobs=(JobKind(COLLECT, "收集疑问数据", run_collect),),
    timetable=(Scheduled("*/5 * * * *", COLLECT),),
    navigation=(NavigationEntry("双公示", "疑问数据", "questions.page", "alert", "credit.read", order=22, count=waiting),),
    parts=(
        Reminder("疑问数据待处理", "questions.page", "credit.report", waiting),
        Reminder("疑问数据说明待确认", "questions.page", "credit.review", unconfirmed),
    ),
)
