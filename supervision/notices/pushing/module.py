"""What pushing hands to the platform."""

from supervision.kernel.module import JobKind, Module, NavigationEntry, Scheduled, Subscriber
from supervision.licensing.matching.events import SentenceDecided
from supervision.notices.pushing import models
from supervision.notices.pushing.subscribers import route_again, route_entries, route_many
from supervision.notices.pushing.sweeping import jobs
from supervision.notices.pushing.sweeping.pages import pages
from supervision.notices.pushing.telling.queries import told_of
from supervision.registration.recording.events import EntriesArchived
from supervision.registration.recording.schemas import EntryPanel

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="notices.pushing",
    label="双告知推送",
    pages=(pages,),
    subscribers=(
        Subscriber("notices.pushing.route", EntriesArchived, route_entries, route_many),
        Subscriber("notices.pushing.route-doubts", SentenceDecided, route_again),
    ),
    jobs=(JobKind("notices.sweep", "双告知核查", jobs.run),),
    timetable=(Scheduled("20 2 * * *", "notices.sweep"),),
    navigation=(NavigationEntry("双告知", "推送核查", "sweeps.page", "shield", "notices.read", order=40),),
    parts=(
        EntryPanel(
            "告知件", "supervision/notices/pushing/telling/templates/entry_panel.html", "registration.read", told_of, 10
        ),
    ),
)
