"""What informing hands to the platform."""

from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Subscriber
from supervision.notices.informing import pages
from supervision.notices.informing.api import api
from supervision.notices.informing.checking import pages as checking
from supervision.notices.informing.linking.queries import panel
from supervision.notices.informing.linking.subscribers import link_sheets, link_sheets_of_many
from supervision.notices.informing.queries import unsigned_count
from supervision.notices.informing.service import SET_SHEET
from supervision.notices.informing.sheets import jobs
from supervision.notices.informing.undertaking import pages as undertaking
from supervision.registration.recording.events import EntriesArchived
from supervision.registration.recording.schemas import EntryPanel

MODULE = Module(
    name="notices.informing",
    label="登记告知",
    apis=(api,),
    pages=(pages.pages, undertaking.pages, checking.pages),
    subscribers=(Subscriber("notices.informing.link", EntriesArchived, link_sheets, link_sheets_of_many),),
    jobs=(JobKind(SET_SHEET, "排版告知单", jobs.run),),
    navigation=(NavigationEntry("双告知", "登记窗口", "counter.page", "pen", "notices.inform", 5, count=unsigned_count),),
    permissions=(Permission("notices.inform", "在登记窗口告知申请人"),),
    parts=(
        EntryPanel("告知单", "supervision/notices/informing/templates/entry_panel.html", "notices.inform", panel, order=50),
    ),
)
