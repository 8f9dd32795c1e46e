"""What repair hands to the platform."""

from credit.repair import models
from credit.repair.applying.pages import pages as portal
from credit.repair.deciding.pages import pages as work
from credit.repair.deciding.queries import waiting
from credit.repair.events import DecisionsRepaired, HolderDue, RepairUndone
from credit.repair.jobs import REMIND, run_remind
from credit.repair.lifting.pages import overdue_now
from credit.repair.lifting.pages import pages as holders
from credit.repair.sharing.service import holder as sharing_holder
from credit.repair.subscribers import holder_due, lifted
from supervision.kernel.holders import Lifted
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled, Subscriber

__all__ = ["MODULE", "DecisionsRepaired", "RepairUndone", "models"]

MODULE = Module(
    name="credit.repair",
    label="信用修复",
    pages=(portal, work, holders),
    subscribers=(
        Subscriber("credit.repair.holder_due", HolderDue, holder_due),
        Subscriber("credit.repair.lifted", Lifted, lifted),
    ),
    jobs=(JobKind(REMIND, "处处修复催办", run_remind),),
    timetable=(Scheduled("40 8 * * *", REMIND),),
    navigation=(
        NavigationEntry("双公示", "信用修复", "credit-repair.page", "refresh", "credit.repair", 50, count=waiting),
        NavigationEntry("双公示", "处处修复", "credit-holders.page", "link", "credit.read", 52, count=overdue_now),
    ),
    permissions=(
        Permission("credit.repair", "受理信用修复申请"),
        Permission("credit.restore", "决定信用修复、撤销修复"),
    ),
    parts=(
        sharing_holder(),
        Reminder("信用修复待受理或待决定", "credit-repair.page", "credit.repair", waiting),
        Reminder("处处修复逾期未回执", "credit-holders.page", "credit.restore", overdue_now),
    ),
)
