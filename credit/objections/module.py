"""What objections hand to the platform."""

from credit.objections import models
from credit.objections.asking import queries as asking
from credit.objections.asking.pages import open_pages as asked
from credit.objections.asking.pages import pages as inquiries
from credit.objections.filing.pages import pages as filing
from credit.objections.pages import pages
from credit.objections.queries import waiting
from credit.objections.reminding import jobs as reminding
from credit.objections.reminding.pages import due_now, escalated
from credit.objections.reminding.pages import pages as overdue
from credit.objections.subscribers import decisions_reported, publicity_ended
from credit.publicity.events import PublicityEnded
from credit.reporting.events import DecisionsReported
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled, Subscriber

__all__ = ["MODULE", "models"]

WORKSPACE = "双公示"

MODULE = Module(
    name="credit.objections",
    label="异议与咨询",
    pages=(filing, asked, pages, inquiries, overdue),
    subscribers=(
        Subscriber("credit.objections.reported", DecisionsReported, decisions_reported),
        Subscriber("credit.objections.ended", PublicityEnded, publicity_ended),
    ),
    jobs=(JobKind(reminding.JOB, "异议咨询催办与督办", reminding.run),),
    timetable=(Scheduled("40 8 * * *", reminding.JOB),),
    navigation=(
        NavigationEntry(WORKSPACE, "异议办理", "objections.page", "scale", "credit.objections", order=40, count=waiting),
        NavigationEntry(WORKSPACE, "咨询办理", "inquiries.page", "inbox", "credit.objections", order=41, count=asking.waiting),
        NavigationEntry(WORKSPACE, "异议咨询逾期", "objections-overdue.page", "alert", "credit.assess", order=42),
    ),
    permissions=(Permission("credit.objections", "办理异议和咨询，答复和决定"),),
    parts=(
        Reminder("异议、咨询今天到期或已逾期", "objections.page", "credit.objections", due_now),
        Reminder("异议、咨询逾期已升级到市级", "objections-overdue.page", "credit.assess", escalated),
    ),
)
