"""公示时限: 7 working days to publish, 5 to hand in where that rule applies, 20 on the enterprise publicity system."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from credit.publicity.clocks.schemas import Due
from credit.publicity.schemas import Matter
from supervision.kernel.rulebook.rules import Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar

TOPIC: Final = "deadline"
PUBLISH, HAND_IN, REGISTER = "公示", "报送市信用信息中心", "在企业信用信息公示系统公示"
_STEPS: Final = {
    PUBLISH: ("双公示", None, frozenset({"publish/report", "publish"})),
    HAND_IN: ("双公示", None, frozenset({"send to info centre if not integrated"})),
    REGISTER: ("GSXT", "GSXT", frozenset({"SAMR penalty same province"})),
}
MARKET: Final = ("市场监督管理", "市场监管")
_EFFECT: Final = "decision effective"


def clock_rule(rules: Sequence[Rule], matter: Matter, *, step: str) -> Rule | None:
    """Choose the rule of a step by the date of the decision and the place.

    依据: 规则库“deadline”主题 DL01 至 DL04；地方规定在其地域内先于全国规定。
    单位: 规则附着于决定日期。
    错误: 不抛出；没有规则时为空（该步骤不计时）。
    """
    subject, channel, names = _STEPS[step]
    held = applicable(rules, Asked(matter.decided_on, matter.division, channel, subject))
    return next((rule for rule in held if rule.params.get("step") in names), None)


def due(rules: Sequence[Rule], matter: Matter, *, step: str, calendar: WorkCalendar) -> Due | None:
    """Return the last day of a step; counted from the decision, or from its effect where the rule says so.

    依据: 发改办财金〔2018〕424号（自作出行政决定之日起 7 个工作日）；厦门方案（自决定生效之日起 7 个、5 个工作日）；市场监管总局令第45号第九条（20 个工作日）。
    单位: 工作日，不含起算当日；末日 24 时止。
    错误: 不抛出；没有规则时为空；跨未公布年度时注明暂计。
    """
    rule = clock_rule(rules, matter, step=step)
    if rule is None:
        return None
    from_effect = rule.params["from"] == _EFFECT
    start = (matter.effective_on or matter.decided_on) if from_effect else matter.decided_on
    length, unit = int(rule.params["length"]), str(rule.params["unit"])
    reckoned = (calendar.add if unit == "workday" else calendar.add_days)(start, length)
    return Due(
        step=step,
        start=start,
        by=reckoned.day,
        length=length,
        unit=unit,
        rule=rule.reference,
        basis=rule.legal_basis,
        calendar=reckoned.calendar,
        provisional=reckoned.provisional,
        runs_from="effect" if from_effect else "decision",
    )


def clocks(rules: Sequence[Rule], matter: Matter, *, authority: str, calendar: WorkCalendar) -> list[Due]:
    """Return every clock that runs for a decision; the register is the market regulators' own.

    依据: 规则库“deadline”主题 DL01 至 DL04；市场监管总局令第45号第九条只及市场监督管理部门的处罚。
    单位: 见各规则。
    错误: 不抛出；没有规则的步骤不列。
    """
    registers = matter.kind == "penalty" and any(word in authority for word in MARKET)
    steps = (HAND_IN, PUBLISH, REGISTER) if registers else (HAND_IN, PUBLISH)
    found = (due(rules, matter, step=step, calendar=calendar) for step in steps)
    return [clock for clock in found if clock is not None]


def days_late(due_on: date | None, *, done_on: date, stock: bool, calendar: WorkCalendar) -> int:
    """Return by how many working days something was, or by now is, late; what was loaded as stock never is.

    依据: 发改办财金〔2018〕424号；存量数据补录不计迟报。
    单位: 工作日；按期为 0。
    错误: 不抛出；没有期限的不计。
    """
    if stock or due_on is None or done_on <= due_on:
        return 0
    return max(calendar.difference(due_on, done_on).days, 1)
