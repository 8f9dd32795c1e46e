"""By when a filing is expected and a commitment verified."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from supervision.kernel.rulebook.rules import NATIONAL, Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar
from supervision.notices.closing.states import FollowMode

SUBJECTS: Final = {FollowMode.FILING: "双告知备案跟踪", FollowMode.COMMITMENT: "双告知承诺核实"}


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a follow-up and the rule that it was counted by."""

    day: date
    rule: str


def due(mode: FollowMode, start: date, *, rules: Sequence[Rule], calendar: WorkCalendar, division: str | None) -> Due | None:
    """Return until when a follow-up runs, or nothing where no rule sets a period.

    依据: 国发〔2021〕7号；期限长度见规则库 NT-filing、NT-commitment（均为可改的默认值）。
    单位: 规则所定的工作日、自然日或月；开始当日不计入，最后一日是休息日的顺延。
    错误: 不抛出。
    """
    rule = next(iter(applicable(rules, Asked(start, division or NATIONAL, None, SUBJECTS[mode]))), None)
    if rule is None:
        return None
    length, unit = int(rule.params["length"]), str(rule.params["unit"])
    if unit == "month":
        return Due(calendar.add_days(months_after(start, length), 0).day, rule.reference)
    count = calendar.add if unit == "workday" else calendar.add_days
    return Due(count(start, length).day, rule.reference)


def months_after(start: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month where there is no such day.

    依据: 民法典第二百零二条（按月计算的到期月的对应日；没有对应日的为月末日）。
    单位: 月。
    错误: 不抛出。
    """
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
