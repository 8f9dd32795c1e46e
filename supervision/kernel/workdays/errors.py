"""What cannot be entered into the calendar."""

from supervision.kernel.errors import DomainError


class DayOutsideYear(DomainError):
    """A notice arranges its own year and the days around its ends."""

    code = "kernel.workdays.day_outside_year"
    message = "{day} 不属于 {year} 年放假安排"
    remedy = "请核对年份与日期"
