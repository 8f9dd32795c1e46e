"""What credit records hand to the platform."""

from credit.records import models
from credit.records.checking.pages import pages as checking
from credit.records.pages import pages
from credit.records.reports import jobs
from credit.records.reports.service import SET_REPORT
from supervision.kernel.module import JobKind, Module, NavigationEntry

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.records",
    label="信用记录",
    pages=(pages, checking),
    jobs=(JobKind(SET_REPORT, "信用报告排版", jobs.run),),
    navigation=(NavigationEntry("双公示", "信用记录", "credit-records.page", "doc", "credit.read", order=35),),
)
