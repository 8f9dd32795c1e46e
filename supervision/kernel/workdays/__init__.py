"""Working days (工作日) by the State Council's yearly notices; a year without a notice is provisional and says so."""

from supervision.kernel.workdays.packaged import national, notices
from supervision.kernel.workdays.queries import work_calendar
from supervision.kernel.workdays.rules import Counted, Reckoned, WorkCalendar

__all__ = ["Counted", "Reckoned", "WorkCalendar", "national", "notices", "work_calendar"]
