"""The clocks of objections and questions: lengths from the rulebook, days from the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from credit.objections.states import Level
from supervision.kernel.rulebook.rules import NATIONAL, Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar

TOPIC: Final = "deadline"
PUBLISHING, RESULT = "credit.objection", "处理结果公开"
DECIDE, CORRECT, ANSWER = "decide", "correct", "answer"
_SUBJECTS: Final = {DECIDE: "异议", CORRECT: "异议更正", ANSWER: "咨询"}
_SAID: Final = {DECIDE: "自转来源单位之日起", CORRECT: "自异议成立之日起", ANSWER: "自收到咨询之日起"}
_DOES: Final = {DECIDE: "核实处理", CORRECT: "更正", ANSWER: "答复"}
_UNITS: Final = {"workday": "个工作日", "day": "日"}
_LADDER: Final = {Level.OFFICE: "异议提醒", Level.HEAD: "异议升级至负责人", Level.CITY: "异议升级至市级"}


@dataclass(frozen=True, slots=True)
class Term:
    """A last day with all that explains it."""

    by: date
    rule: str
    words: str
    basis: str
    calendar: str
    provisional: bool


def term(rules: Sequence[Rule], *, step: str, start: date, division: str | None, calendar: WorkCalendar) -> Term | None:
    """Return the last day of a step in a place.

    依据: 规则库“deadline”主题 DL39、OB-decide、OB-correct、OB-inquiry；地方规定在其地域内先于全国默认值；民法典第二百零一条。
    单位: 工作日或自然日，不含起算当日。
    错误: 不抛出；没有规则时为空，页面写明未设期限。
    """
    held = applicable(rules, Asked(start, division or NATIONAL, None, _SUBJECTS[step]))
    rule = next((one for one in held if one.params.get("step") == step), None)
    if rule is None:
        return None
    length, unit = int(rule.params["length"]), str(rule.params["unit"])
    reckoned = (calendar.add if unit == "workday" else calendar.add_days)(start, length)
    words = f"{_SAID[step]} {length} {_UNITS[unit]}内{_DOES[step]}"
    basis = rule.legal_basis if rule.is_sure else f"{rule.legal_basis}（默认值）"
    return Term(reckoned.day, rule.reference, words, basis, reckoned.calendar, reckoned.provisional)


def until(rules: Sequence[Rule], level: Level, *, today: date, calendar: WorkCalendar) -> date:
    """Return the latest last day that concerns a level today.

    依据: 规则库 OB-remind、OB-escalate-head、OB-escalate-city（平台提醒规则，可由本地调整）。
    单位: 工作日。
    错误: 不抛出；没有规则的提醒自届满当日起，升级自届满次一工作日起。
    """
    rule = next(iter(applicable(rules, Asked(today, NATIONAL, None, _LADDER[level]))), None)
    length = int(rule.params["length"]) if rule else 0
    return calendar.add(today, length if level is Level.OFFICE else -max(1, length)).day


def in_words(due: date | None, *, on: date, calendar: WorkCalendar) -> tuple[str, str]:
    """Return how a last day is said today, and in which tone.

    依据: 民法典第二百零一条（开始的当日不计入）；界面规范：期限写工作日数。
    单位: 工作日。
    错误: 不抛出；没有期限的写明未设。
    """
    if due is None:
        return "未设期限", "mute"
    days = calendar.difference(on, due).days
    if due < on:
        return f"逾期 {max(1, -days)} 个工作日", "bad"
    return ("今天到期", "warn") if due == on else (f"还有 {days} 个工作日", "warn" if days <= 1 else "mute")


def publishes(rules: Sequence[Rule], *, on: date, division: str | None) -> tuple[bool, str | None]:
    """Tell whether the outcome of an objection is published in a place, and by which rule.

    依据: 规则库“credit.objection”主题：厦门方案要求处置结果上网公开；其余默认不公开。
    单位: 规则附着于决定异议的日期。
    错误: 不抛出；没有规则时不公开。
    """
    rule = next(iter(applicable(rules, Asked(on, division or NATIONAL, None, RESULT))), None)
    return (bool(rule.params["publish"]), rule.reference) if rule else (False, None)
