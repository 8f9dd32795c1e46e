"""The clocks of 双告知: periods come from the rulebook, days from the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from supervision.kernel.rulebook.rules import NATIONAL, Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar

RECEIVE, CLAIM, ANSWER = "双告知接收", "双告知认领", "双告知反馈"
REMIND, TO_HEAD, TO_CITY = "双告知提醒", "双告知升级至负责人", "双告知升级至市级"
WORKDAY: Final = "workday"
UNITS: Final = {WORKDAY: "个工作日", "day": "日"}
STEPS: Final = {RECEIVE: "推送后", CLAIM: "进入认领池后", ANSWER: "接收后"}
DOES: Final = {RECEIVE: "接收", CLAIM: "认领", ANSWER: "反馈"}


@dataclass(frozen=True, slots=True)
class Clock:
    """One period as the rulebook gives it; a decision stores `code`."""

    step: str
    length: int
    unit: str
    code: str
    basis: str
    is_sure: bool

    @property
    def words(self) -> str:
        """Return the rule in words, such as 推送后 3 个工作日内接收."""
        return f"{STEPS[self.step]} {self.length} {UNITS[self.unit]}内{DOES[self.step]}"

    @property
    def basis_words(self) -> str:
        """Return the basis, and that it is a default where no text was read that says so."""
        return self.basis if self.is_sure else f"{self.basis}（默认值）"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every period of 双告知 as it holds on a day, with the calendar to count by; `None` where no rule holds."""

    receive: Clock | None
    claim: Clock | None
    answer: Clock | None
    remind_workdays: int
    head_workdays: int
    city_workdays: int
    calendar: WorkCalendar

    def receive_by(self, pushed_on: date) -> date | None:
        return last_day(self.receive, pushed_on, calendar=self.calendar)

    def claim_by(self, pooled_on: date) -> date | None:
        return last_day(self.claim, pooled_on, calendar=self.calendar)

    def answer_by(self, received_on: date) -> date | None:
        return last_day(self.answer, received_on, calendar=self.calendar)


def last_day(clock: Clock | None, start: date, *, calendar: WorkCalendar) -> date | None:
    """Return the last day of a period, or nothing where no rule sets one.

    依据: 民法典第二百零一条、第二百零三条；期限长度见规则库 NT-receive、NT-claim、NT-feedback。
    单位: 规则所定的工作日或自然日，开始当日不计入。
    错误: 不抛出；没有规则时为空，页面写明未设期限。
    """
    if clock is None:
        return None
    count = calendar.add if clock.unit == WORKDAY else calendar.add_days
    return count(start, clock.length).day


def clocks(rules: Sequence[Rule], *, on: date, calendar: WorkCalendar, division: str = NATIONAL) -> Clocks:
    """Choose the periods that hold on a day in a place.

    依据: 规则库“deadline”主题下双告知各项；地域规则优先于全国默认值。
    单位: 见各规则 params.unit。
    错误: 不抛出；没有适用规则的期限为空，提醒与升级按当日计。
    """

    def chosen(subject: str) -> Rule | None:
        return next(iter(applicable(rules, Asked(on, division, None, subject))), None)

    def clock(subject: str) -> Clock | None:
        rule = chosen(subject)
        if rule is None:
            return None
        length, unit = int(rule.params["length"]), str(rule.params["unit"])
        return Clock(subject, length, unit, rule.reference, rule.legal_basis, rule.is_sure)

    def days(subject: str) -> int:
        rule = chosen(subject)
        return int(rule.params["length"]) if rule else 0

    return Clocks(
        receive=clock(RECEIVE),
        claim=clock(CLAIM),
        answer=clock(ANSWER),
        remind_workdays=days(REMIND),
        head_workdays=days(TO_HEAD),
        city_workdays=days(TO_CITY),
        calendar=calendar,
    )
