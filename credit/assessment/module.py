"""What assessment hands to the platform."""

from credit.assessment import models
from credit.assessment.planning import jobs as planning
from credit.assessment.planning.pages import pages as calendar
from credit.assessment.planning.queries import open_gaps
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled

__all__ = ["MODULE", "models"]

WORKSPACE = "双公示"
GAPS = "credit.assessment.gaps"

MODULE = Module(
    name="credit.assessment",
    label="双公示考核",
    pages=(calendar,),
    jobs=(JobKind(GAPS, "双公示漏报核对与提醒", planning.run),),
    timetable=(Scheduled("20 2 * * *", GAPS),),
    navigation=(
        NavigationEntry(WORKSPACE, "上传日历", "credit-calendar.page", "calendar", "credit.read", order=60, count=open_gaps),
    ),
    permissions=(Permission("credit.assess", "发布双公示考核通报，决定申诉"),),
    parts=(Reminder("双公示漏报待补报或作零报告", "credit-calendar.page", "credit.report", open_gaps),),
)
