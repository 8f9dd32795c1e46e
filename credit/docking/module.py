"""What docking hands to the platform."""

from credit.docking import models, queries
from credit.docking.jobs import JOBS, TIMETABLE
from credit.docking.pages import pages
from supervision.kernel.module import Module, NavigationEntry, Permission, Reminder

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.docking",
    label="双公示对接归集",
    pages=(pages,),
    jobs=JOBS,
    timetable=TIMETABLE,
    navigation=(
        NavigationEntry(
            "双公示", "对接来源", "credit-docking.page", "link", "credit.docking", order=60, count=queries.troubled
        ),
    ),
    permissions=(Permission("credit.docking", "管理双公示对接与推送授权"),),
    parts=(Reminder("对接来源取不到数", "credit-docking.page", "credit.docking", queries.troubled),),
)
