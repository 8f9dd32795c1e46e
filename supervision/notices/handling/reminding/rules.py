"""From which day on whom a running clock concerns."""

from datetime import date

from supervision.notices.handling.deadlines.rules import Clocks
from supervision.notices.handling.reminding.states import Level


def until(level: Level, *, today: date, clocks: Clocks) -> date:
    """Return the last end of a period that concerns a level today.

    依据: 规则库 NT-remind、NT-escalate-head、NT-escalate-city（平台提醒规则，可由本地调整）。
    单位: 工作日。
    错误: 不抛出；没有规则的层级自期限届满次日起。
    """
    days = {
        Level.OFFICE: clocks.remind_workdays,
        Level.HEAD: -max(1, clocks.head_workdays),
        Level.CITY: -max(1, clocks.city_workdays),
    }
    return clocks.calendar.add(today, days[level]).day
