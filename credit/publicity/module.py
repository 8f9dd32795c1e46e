"""What publicity hands to the platform."""

from credit.publicity import models
from credit.publicity.events import DecisionsPublished, PublicityEnded
from credit.publicity.jobs import EXPIRE, run_expire
from credit.publicity.portal import pages as portal
from credit.publicity.portal.opening import pages as opening
from credit.publicity.queries import waiting
from credit.publicity.review import pages as review
from credit.publicity.review.api import api
from credit.publicity.subscribers import decisions_reported, decisions_withdrawn
from credit.reporting.events import DecisionsReported, DecisionWithdrawn
from supervision.kernel.access import PublicRead
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled, Subscriber

__all__ = ["MODULE", "DecisionsPublished", "PublicityEnded", "models"]

MODULE = Module(
    name="credit.publicity",
    label="双公示公示",
    apis=(api,),
    pages=(review.pages, portal.pages, opening.pages),
    subscribers=(
        Subscriber("credit.publicity.reported", DecisionsReported, decisions_reported),
        Subscriber("credit.publicity.withdrawn", DecisionWithdrawn, decisions_withdrawn),
    ),
    jobs=(JobKind(EXPIRE, "登记公示届满", run_expire),),
    timetable=(Scheduled("5 0 * * *", EXPIRE),),
    navigation=(NavigationEntry("双公示", "公示审核", "publicity-review.page", "eye", "credit.review", 30, count=waiting),),
    permissions=(Permission("credit.review", "公示前保密审查、确认脱敏"),),
    parts=(
        PublicRead("portal.page", "", portal.listed),
        PublicRead("portal.record", "[A-Za-z0-9_-]{22}", portal.one),
        Reminder("待审核公示", "publicity-review.page", "credit.review", waiting),
    ),
)
