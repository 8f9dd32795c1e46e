"""A month as weeks of days."""

from calendar import Calendar
from datetime import date
from typing import Final

WEEKDAYS: Final = ("一", "二", "三", "四", "五", "六", "日")
EARLIEST: Final = 2000
LATEST: Final = 2100
DECEMBER: Final = 12


def month_of(text: str, *, today: date) -> date:
    """Return the first day of a month written as 2026-11; anything else is this month.

    依据: 无。
    单位: 公历月。
    错误: 不抛出。
    """
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if EARLIEST <= first.year < LATEST else today.replace(day=1)


def weeks_of(first: date) -> list[list[date]]:
    """Return the weeks of a month from Monday, with the days of its neighbours.

    依据: GB/T 7408（一周自星期一始）。
    单位: 公历日。
    错误: 不抛出。
    """
    return Calendar().monthdatescalendar(first.year, first.month)


def beside(first: date, months: int) -> date:
    """Return the first day of a month before or after.

    依据: 无。
    单位: 公历月。
    错误: 不抛出。
    """
    number = first.year * DECEMBER + first.month - 1 + months
    return date(number // DECEMBER, number % DECEMBER + 1, 1)
