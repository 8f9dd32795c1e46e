"""What docking hands to the platform."""

from credit.docking import models
from credit.docking.jobs import JOBS, TIMETABLE
from supervision.kernel.module import Module, Permission

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.docking",
    label="双公示对接归集",
    jobs=JOBS,
    timetable=TIMETABLE,
    permissions=(Permission("credit.docking", "管理双公示对接与推送授权"),),
)
