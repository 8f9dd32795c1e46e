"""Until when a clue must have been checked, and how that is said."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from supervision.kernel.rulebook.rules import Rule
from supervision.kernel.workdays.rules import Reckoned, WorkCalendar

TOPIC: Final = "deadline"
SUBJECT: Final = "立案"
SOON: Final = 4


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a clue's period, and by which rule it was counted."""

    day: date
    rule: str
    calendar: str
    provisional: bool


def check_by(opened_on: date, *, calendar: WorkCalendar, rule: Rule) -> Due:
    """Return the last day on which a clue may be checked.

    依据: 市场监督管理行政处罚程序规定第十八条（自发现线索或收到材料之日起 15 个工作日内核查）；期限取自规则库。
    单位: 工作日，不含收到当日。
    错误: 不抛出；跨未公布年度时 provisional 为真。
    """
    return _due(calendar.add(opened_on, int(rule.params["length"])), rule)


def extended_to(due_on: date, *, calendar: WorkCalendar, rule: Rule) -> Due:
    """Return the last day of a period that was extended.

    依据: 市场监督管理行政处罚程序规定第十八条（经批准可以延长 15 个工作日，一次）。
    单位: 工作日，自原期限届满之日起，不含当日。
    错误: 不抛出；跨未公布年度时 provisional 为真。
    """
    return _due(calendar.add(due_on, int(rule.params["extension"])), rule)


def _due(reckoned: Reckoned, rule: Rule) -> Due:
    return Due(reckoned.day, rule.reference, reckoned.calendar, reckoned.provisional)


def number_of(year: int, serial: int) -> str:
    """Return the number of a clue as it is written.

    依据: 党政机关公文格式 GB/T 9704-2012 7.2.5（发文字号用六角括号）。
    单位: 年内顺序号，不少于六位。
    错误: 不抛出。
    """
    return f"线索〔{year}〕{serial:06d}"


def due_in_words(due_on: date, *, on: date, calendar: WorkCalendar) -> tuple[str, str]:
    """Return how much of the period is left, in words and as a tone.

    依据: 期限按工作日计；文字先于日期。
    单位: 工作日。
    错误: 不抛出。
    """
    left = calendar.difference(on, due_on).days
    if due_on == on:
        return "今天到期", "warn"
    if due_on < on:
        return f"逾期 {max(-left, 1)} 个工作日", "bad"
    return f"还有 {left} 个工作日", "warn" if left <= SOON else "mute"
