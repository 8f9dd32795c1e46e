"""What publicity hands to the platform."""

from credit.publicity import models
from credit.publicity.events import DecisionsPublished, PublicityEnded
from credit.publicity.jobs import EXPIRE, run_expire
from credit.publicity.portal import pages as portal
from credit.publicity.portal.opening import pages as opening
from credit.publicity.subscribers import decisions_reported, decisions_withdrawn
from credit.reporting.events import DecisionsReported, DecisionWithdrawn
from supervision.kernel.module import JobKind, Module, Permission, Scheduled, Subscriber

__all__ = ["MODULE", "DecisionsPublished", "PublicityEnded", "models"]

MODULE = Module(
    name="credit.publicity",
    label="双公示公示",
    pages=(portal.pages, opening.pages),
    subscribers=(
        Subscriber("credit.publicity.reported", DecisionsReported, decisions_reported),
        Subscriber("credit.publicity.withdrawn", DecisionWithdrawn, decisions_withdrawn),
    ),
    jobs=(JobKind(EXPIRE, "登记公示届满", run_expire),),
    timetable=(Scheduled("5 0 * * *", EXPIRE),),
    permissions=(Permission("credit.review", "公示前保密审查、确认脱敏"),),
)
