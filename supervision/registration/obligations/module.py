"""What obligations hand to the platform."""

from supervision.kernel.module import JobKind, Module, NavigationEntry, Scheduled, Subscriber
from supervision.registration.obligations.jobs import fall_due
from supervision.registration.obligations.pages import pages
from supervision.registration.obligations.queries import standing_count
from supervision.registration.obligations.subscribers import meet_duties
from supervision.registration.recording.events import EntriesArchived

FALL_DUE = "registration.obligations.fall-due"

MODULE = Module(
    name="registration.obligations",
    label="应变更经营范围",
    pages=(pages,),
    subscribers=(Subscriber("registration.obligations.meet", EntriesArchived, meet_duties),),
    jobs=(JobKind(FALL_DUE, "标记逾期未变更经营范围的企业", fall_due),),
    timetable=(Scheduled("20 0 * * *", FALL_DUE),),
    navigation=(
        NavigationEntry(
            "双告知", "应变更经营范围", "duties-to-change.page", "clock", "registration.read", order=52, count=standing_count
        ),
    ),
)
