"""What assessment hands to the platform."""

from credit.assessment import models
from credit.assessment.appealing import queries as appeals
from credit.assessment.appealing.pages import pages as appealing
from credit.assessment.circulars import jobs as circulars
from credit.assessment.circulars.pages import pages as circular_pages
from credit.assessment.circulars.service import JOB
from credit.assessment.pages import open_pages, pages
from credit.assessment.planning import jobs as planning
from credit.assessment.planning.pages import pages as calendar
from credit.assessment.planning.queries import open_gaps
from credit.assessment.refusing import jobs as refusing
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled

__all__ = ["MODULE", "models"]

WORKSPACE = "双公示"
GAPS, REFUSALS = "credit.assessment.gaps", "credit.assessment.refusals"

MODULE = Module(
    name="credit.assessment",
    label="双公示考核",
    pages=(pages, open_pages, circular_pages, appealing, calendar),
    jobs=(
        JobKind(GAPS, "双公示漏报核对与提醒", planning.run),
        JobKind(REFUSALS, "双公示退回行登记", refusing.run),
        JobKind(JOB, "考核通报排版", circulars.run),
    ),
    timetable=(Scheduled("20 2 * * *", GAPS), Scheduled("10 * * * *", REFUSALS)),
    navigation=(
        NavigationEntry(WORKSPACE, "上传日历", "credit-calendar.page", "calendar", "credit.read", order=60, count=open_gaps),
        NavigationEntry(WORKSPACE, "考核", "credit-assessment.page", "chart", "credit.read", order=62),
        NavigationEntry(WORKSPACE, "考核通报", "credit-circulars.page", "doc", "credit.read", order=64),
        NavigationEntry(WORKSPACE, "考核申诉", "credit-appeals.page", "scale", "credit.read", order=66, count=appeals.waiting),
    ),
    permissions=(
        Permission("credit.assess", "发布双公示考核通报，决定申诉"),
        Permission("credit.appeal", "代表本部门对考核结果申诉"),
    ),
    parts=(
        Reminder("双公示漏报待补报或作零报告", "credit-calendar.page", "credit.report", open_gaps),
        Reminder("双公示考核申诉待决定", "credit-appeals.page", "credit.assess", appeals.waiting),
    ),
)
