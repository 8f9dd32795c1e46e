"""The calendar's tables, known to the platform."""

from supervision.kernel.module import Module
from supervision.kernel.workdays import models

MODULE = Module(name="kernel.workdays", label="工作日历", parts=(models.Workday, models.WorkdayNotice))
