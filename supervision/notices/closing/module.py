"""What closing hands to the platform."""

from supervision.intake.events import RowsAccepted
from supervision.kernel.module import JobKind, Module, NavigationEntry, Scheduled, Subscriber
from supervision.notices.closing import jobs, models, queries, subscribers
from supervision.notices.closing.pages import pages
from supervision.notices.events import NoticeAnswered, NoticeReassigned, NoticeReceived, NoticesPushed, NoticesUpdated

__all__ = ["MODULE", "models"]

LOST = "notices.closing.lost"

MODULE = Module(
    name="notices.closing",
    label="双告知闭环",
    pages=(pages,),
    subscribers=(
        Subscriber("notices.closing.licences", RowsAccepted, subscribers.read_licences),
        Subscriber("notices.closing.begin", NoticesPushed, subscribers.begin),
        Subscriber("notices.closing.reassigned", NoticeReassigned, subscribers.go_along),
        Subscriber("notices.closing.received", NoticeReceived, subscribers.go_along),
        Subscriber("notices.closing.answered", NoticeAnswered, subscribers.hear_answer),
        Subscriber("notices.closing.end", NoticesUpdated, subscribers.end),
    ),
    jobs=(JobKind(LOST, "失效许可退回登记机关", jobs.send_back_lost),),
    timetable=(Scheduled("40 1 * * *", LOST),),
    navigation=(
        NavigationEntry(
            "双告知", "待确认的许可", "closing.licences", "check-circle", "notices.read", order=30, count=queries.waiting
        ),
        NavigationEntry("双告知", "证照缺口", "closing.licence_gaps", "eye", "notices.read", order=32),
        NavigationEntry("双告知", "改革方式跟踪", "closing.follow_ups", "refresh", "notices.read", order=34),
    ),
)
