"""What the channels hand to the platform."""

from credit.catalogue.events import CatalogueChanged
from credit.channels import models, queries
from credit.channels.cataloguing.service import CATALOGUE
from credit.channels.cli import channels
from credit.channels.jobs import lead_to_simulator, run_catalogue, run_reconcile, run_send
from credit.channels.lifting.service import holders
from credit.channels.pages import pages
from credit.channels.reconciling.pages import pages as reconciling
from credit.channels.reconciling.service import RECONCILE
from credit.channels.service import load_packaged
from credit.channels.settling.service import SEND
from credit.channels.simulating import service as simulating
from credit.channels.subscribers import catalogue_changed, ended, reported, restored, shown, withdrawn
from credit.publicity.events import DecisionsPublished, PublicityEnded
from credit.reporting.events import DecisionsReported, DecisionWithdrawn
from supervision.kernel.holders import Restored
from supervision.kernel.module import JobKind, Mending, Module, NavigationEntry, Permission, Reminder, Scheduled, Subscriber
from supervision.kernel.packaged import PackagedData
from supervision.kernel.servers.companions import Companion

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.channels",
    label="双公示归集渠道",
    pages=(pages, reconciling),
    subscribers=(
        Subscriber("credit.channels.shown", DecisionsPublished, shown),
        Subscriber("credit.channels.ended", PublicityEnded, ended),
        Subscriber("credit.channels.reported", DecisionsReported, reported),
        Subscriber("credit.channels.withdrawn", DecisionWithdrawn, withdrawn),
        Subscriber("credit.channels.restored", Restored, restored),
        Subscriber("credit.channels.catalogue", CatalogueChanged, catalogue_changed),
    ),
    jobs=(
        JobKind(SEND, "向上级平台推送双公示", run_send),
        JobKind(RECONCILE, "双公示归集对账", run_reconcile),
        JobKind(CATALOGUE, "向上级平台报送双公示事项目录", run_catalogue),
    ),
    timetable=(Scheduled("*/5 * * * *", SEND), Scheduled("*/5 * * * *", CATALOGUE), Scheduled("30 3 * * *", RECONCILE)),
    navigation=(
        NavigationEntry(
            "双公示", "被退回的数据", "credit-channels.refused", "alert", "credit.read", order=46, count=queries.refusals
        ),
        NavigationEntry("双公示", "归集渠道", "credit-channels.page", "link", "credit.channels", order=48, count=queries.stuck),
    ),
    commands=(channels,),
    permissions=(Permission("credit.channels", "管理双公示归集渠道，对账，重新推送"),),
    parts=(
        PackagedData("credit.channels", lambda session, now: load_packaged(session, now=now)),
        Reminder("双公示推送中断", "credit-channels.page", "credit.channels", queries.stuck),
        Reminder("上级平台退回的数据", "credit-channels.refused", "credit.report", queries.refusals),
        *holders(),
        Companion(simulating.NAME, simulating.arrange),
        Mending("credit.channels.simulator", lead_to_simulator),
    ),
)
