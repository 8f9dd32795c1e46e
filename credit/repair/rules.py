"""信用修复的条件: what the rule of the period says of repair, and what a new violation or a false promise costs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from credit.publicity.clocks.rules import MARKET
from credit.publicity.periods.rules import months_later
from credit.repair.schemas import Deadline, Eligibility, Facts, Line, Obstacle, Repairable, Why
from supervision.kernel.rulebook.rules import Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar

TOPIC: Final = "repair"
FALSE: Final = "repair.false"
SUBJECT: Final = "修复"
ACCEPT, DECIDE, LIFT = "accept", "decide", "remove from query"
PENALTY: Final = "penalty"


def repairable(rule: Rule) -> Repairable:
    """Return what the rule of a period says of repair before its end.

    依据: 规则库“publicity”主题各行的 repairable；未写明可以修复的不作可以。
    单位: 无。
    错误: 不抛出。
    """
    said = str(rule.params.get("repairable") or "")
    if said.startswith("Y"):
        return Repairable.YES
    if said == "N":
        return Repairable.NEVER
    return Repairable.BY_ITSELF if said == "auto" else Repairable.NOT_SHOWN


def line(rule: Rule, *, earliest: date | None) -> Line:
    """Say what the rule of one channel means for a record.

    依据: 国家发展改革委令第36号、第58号；粤发改信用函〔2018〕4541号；市场监管总局令第45号第十三条、第十四条；期限按规则库“publicity”主题计算。
    单位: earliest 为可申请的第一日（上海时间）；不能修复的为空。
    错误: 不抛出。
    """
    said = repairable(rule)
    months = rule.params.get("min_months_before_repair")
    return Line(
        channel=rule.channel or "",
        rule=rule.reference,
        basis=rule.legal_basis,
        grade=str(rule.params.get("grade") or ""),
        sure=rule.is_sure,
        repairable=said,
        months=months if isinstance(months, int) else None,
        earliest=earliest if said is Repairable.YES else None,
    )


def eligibility(facts: Facts) -> Eligibility:
    """Say whether a record can be repaired today, and everything that stands against it.

    依据: 国家发展改革委令第36号；国办发〔2025〕22号（一口受理、处处修复：在几处公示的，各处条件都满足，从严）。
    单位: 上海时间的公历日。
    错误: 不抛出。
    """
    return Eligibility(facts.on, facts.lines, tuple(_obstacles(facts)))


def _obstacles(facts: Facts) -> Iterator[Obstacle]:
    if facts.kind != PENALTY:
        yield Obstacle(Why.LICENCE, "行政许可决定不是失信信息，不需要修复", "内容有误的，提出异议", "行政许可法第四十条")
        return
    if facts.open:
        yield Obstacle(Why.OPEN, "这条公示已有一件修复申请在办", "凭申请时的回执查看进度")
    if not facts.has_code:
        yield Obstacle(Why.NO_CODE, "这条公示没有统一社会信用代码，不能在网上核对身份", "到作出决定的机关窗口申请")
    for one in facts.lines:
        yield from _of_line(one, facts.on)
    yield from _barred(facts)
    for rule in facts.conditions:
        yield from _of_conditions(rule, facts)


def _of_line(said: Line, on: date) -> Iterator[Obstacle]:
    if said.repairable is Repairable.NEVER:
        words = f"{said.channel}：“{said.grade}”不能提前修复，公示期满停止"
        yield Obstacle(Why.NEVER, words, "期满后自动停止公示", said.basis, said.rule)
    elif said.repairable is Repairable.YES and (said.earliest is None or on < said.earliest):
        when = f"{said.earliest} 起可以申请" if said.earliest else "尚未开始计算最短期限"
        yield Obstacle(Why.TOO_EARLY, f"{said.channel}：{when}", _must_pass(said), said.basis, said.rule)


def _must_pass(said: Line) -> str:
    return f"最短公示 {said.months} 个月届满次日起申请" if said.months else "公示后申请"


def _barred(facts: Facts) -> Iterator[Obstacle]:
    if facts.barred_until is not None and facts.on <= facts.barred_until:
        words = f"曾因承诺不实被撤销修复，{facts.barred_until} 以前不能申请"
        yield Obstacle(Why.BARRED, words, "期满次日起可以申请", facts.bar_basis, facts.bar_rule)


def _of_conditions(rule: Rule, facts: Facts) -> Iterator[Obstacle]:
    again = relapse(rule, facts)
    if again is not None:
        yield again
    if rule.params.get("clear_lists"):
        for name in facts.lists:
            yield Obstacle(Why.LISTED, f"仍列在“{name}”", "先申请移出名录", rule.legal_basis, rule.reference)


def relapse(rule: Rule, facts: Facts) -> Obstacle | None:
    """Return why a violation in the time that the rule names stands against repair.

    依据: 粤发改信用函〔2018〕4541号（十）（修复后一年内再次受到处罚的不予修复）；市场监管总局令第45号第十四条（未因同类违法再次受到处罚）。
    单位: 月，自修复之日起算，届满日在内。
    错误: 不抛出；规则没有再犯条件的为空。
    """
    scope = rule.params.get("repeat_scope")
    if scope == "after_repair":
        return _after_repair(rule, facts, int(rule.params["repeat_months"]))
    return _same_kind(rule, facts) if scope == "same_kind" else None


def _after_repair(rule: Rule, facts: Facts, months: int) -> Obstacle | None:
    met = [day for day in facts.repaired_on if day < facts.decided_on <= months_later(day, months)]
    if not met:
        return None
    words = f"{max(met)} 修复后 {months} 个月内又受到这次处罚，不予修复"
    return Obstacle(Why.REPEATED, words, "期满后自动停止公示", rule.legal_basis, rule.reference)


def _same_kind(rule: Rule, facts: Facts) -> Obstacle | None:
    kind = "".join(facts.violation.split())
    met = [
        other.decided_on
        for other in facts.others
        if kind
        and other.decided_on > facts.decided_on
        and "".join(other.violation.split()) == kind
        and is_market(other.authority)
    ]
    if not met:
        return None
    words = f"{max(met)} 因同类违法再次受到市场监管部门处罚"
    return Obstacle(Why.REPEATED, words, "期满后自动停止公示", rule.legal_basis, rule.reference)


def is_market(authority: str) -> bool:
    """Tell whether a decision also stands on the enterprise publicity system.

    依据: 市场监管总局令第45号第九条（市场监督管理部门的行政处罚）。
    单位: 无。
    错误: 不抛出。
    """
    return any(word in authority for word in MARKET)


def conditions(rules: Sequence[Rule], *, decided_on: date, division: str, channels: Iterable[str]) -> tuple[Rule, ...]:
    """Return the conditions of each channel that held on the day of the decision.

    依据: 立法法（法不溯及既往）；再犯和名录条件随处罚决定日期的规则。
    单位: 公历日。
    错误: 不抛出；没有规则的渠道不列。
    """
    found = (applicable(rules, Asked(decided_on, division, channel)) for channel in channels)
    return tuple(held[0] for held in found if held)


def deadline(rules: Sequence[Rule], *, step: str, start: date, division: str, calendar: WorkCalendar) -> Deadline | None:
    """Count out a step of the handling from its first day.

    依据: 规则库“deadline”主题 DL40、DL41、DL44、DL45；附着于申请、受理、决定之日。
    单位: 工作日，起算当日不计，末日 24 时止。
    错误: 不抛出；没有规则时为空。
    """
    held = applicable(rules, Asked(start, division, None, SUBJECT))
    rule = next((rule for rule in held if rule.params.get("step") == step), None)
    if rule is None:
        return None
    length = int(rule.params["length"])
    reckoned = calendar.add(start, length)
    extension = int(rule.params.get("extension", 0))
    return Deadline(reckoned.day, length, rule.reference, rule.legal_basis, reckoned.provisional, extension)
