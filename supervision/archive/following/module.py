"""What following offers to the platform."""

from supervision.archive.following import queries
from supervision.archive.following.pages import pages, panel
from supervision.archive.following.subscribers import bring_changes
from supervision.intake.events import RowsAccepted
from supervision.kernel.module import HomePanel, Module, NavigationEntry, Reminder, Subscriber

MODULE = Module(
    name="archive.following",
    label="关注",
    pages=(pages,),
    subscribers=(Subscriber("archive.following.changes", RowsAccepted, bring_changes),),
    navigation=(
        NavigationEntry("今天", "关注的企业", "following.page", "pin", "archive.read", order=20, count=queries.unseen),
    ),
    parts=(
        HomePanel("关注的企业", "supervision/archive/following/templates/home_panel.html", "archive.read", panel, order=10),
        Reminder("关注的企业有新情况", "following.page", "archive.read", queries.unseen),
    ),
)
