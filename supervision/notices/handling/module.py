"""What the handling of notices hands to the platform."""

from supervision.kernel.module import HomePanel, JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled
from supervision.notices.handling import queries
from supervision.notices.handling.attaching.pages import pages as files
from supervision.notices.handling.batching.pages import pages as batch
from supervision.notices.handling.pages import pages
from supervision.notices.handling.planning.pages import pages as duedays
from supervision.notices.handling.reminding import jobs as reminding
from supervision.notices.handling.reminding import models as reminders
from supervision.notices.handling.reminding.pages import due_now, escalated, panel
from supervision.notices.handling.reminding.pages import pages as overdue
from supervision.notices.handling.wording.pages import pages as wordings

__all__ = ["MODULE", "reminders"]

MODULE = Module(
    name="notices.handling",
    label="双告知办理",
    pages=(pages, files, batch, duedays, wordings, overdue),
    jobs=(JobKind("notices.remind", "双告知催办与督办", reminding.run),),
    timetable=(Scheduled("30 8 * * *", "notices.remind"),),
    navigation=(
        NavigationEntry("双告知", "收件箱", "inbox.page", "inbox", "notices.read", order=10, count=queries.waiting),
        NavigationEntry("双告知", "到期日历", "duedays.page", "calendar", "notices.read", order=12),
        NavigationEntry("双告知", "逾期督办", "overdue.page", "alert", "notices.oversee", order=14),
    ),
    permissions=(
        Permission("notices.read", "查看本单位的双告知"),
        Permission("notices.handle", "接收、反馈、回退双告知"),
        Permission("notices.reassign", "改派双告知、重新办理（部门负责人）"),
        Permission("notices.oversee", "督办逾期的双告知"),
    ),
    parts=(
        HomePanel("双告知", "supervision/notices/handling/reminding/templates/panel.html", "notices.reassign", panel, order=5),
        Reminder("双告知今天到期或已逾期", "inbox.page", "notices.handle", due_now),
        Reminder("双告知逾期已升级到市级", "overdue.page", "notices.oversee", escalated),
    ),
)
