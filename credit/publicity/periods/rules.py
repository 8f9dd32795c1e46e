"""公示期限: which rule holds, and the days that it makes."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from credit.publicity.periods.schemas import Period, Shown
from credit.publicity.schemas import Matter
from credit.publicity.severity.rules import first_match
from credit.reporting.states import Severity
from supervision.kernel.rulebook.rules import Rule

TOPIC: Final = "publicity"
PORTAL: Final = ("信用广东", "信用中国")
REGISTER: Final = ("GSXT",)
PUBLICATION: Final = "publication"
MONTHS: Final = 12


def months_later(start: date, months: int) -> date:
    """Return the last day of a period of months: the corresponding day, or the end of a month that has none.

    依据: 民法典第二百零一条、第二百零二条（开始的当日不计入；没有对应日的，月末日为届满日）。
    单位: 月；年按 12 个月。
    错误: OverflowError（超出公历范围）。
    """
    count = start.year * MONTHS + start.month - 1 + months
    year, month = divmod(count, MONTHS)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def period(rule: Rule, *, start: date, restricted_until: date | None = None) -> Period:
    """Count out the period that a rule sets from its first day.

    依据: 民法典第二百零一条至第二百零三条；期限长度见规则库“publicity”主题各行。
    单位: 公示至届满日 24 时（上海时间），次日 0 时起不再公示；修复自最短期限届满次日起可申请。
    错误: 不抛出；规则没有最长期限时 last_public_day 为空。
    """
    least, most = rule.params.get("min_months_before_repair"), rule.params.get("max_months")
    last = months_later(start, most) if isinstance(most, int) else None
    if last and restricted_until and "restriction" in str(rule.params.get("auto_stop")):
        last = max(last, restricted_until)
    return Period(
        rule=rule.reference,
        basis=rule.legal_basis,
        sure=rule.is_sure,
        start=start,
        shown=Shown(str(rule.params.get("shown", Shown.YES))),
        earliest_repair=_earliest(start, least) if isinstance(least, int) else None,
        last_public_day=last,
    )


def _earliest(start: date, months: int) -> date:
    """Nothing has to pass where the rule asks for no months, so the first day is the decision's own."""
    return months_later(start, months) + timedelta(days=1) if months else start


def period_rule(
    rules: Sequence[Rule], matter: Matter, *, channels: Sequence[str], severity: Severity, fields: Iterable[str]
) -> Rule | None:
    """Choose the rule of a channel by the date of the decision, the place, and the class that the decision falls into.

    依据: 立法法（法不溯及既往）；各规则附着于行政决定的日期；地方规定在其地域内先于全国规定。
    单位: 渠道依次查找，先指明者优先。
    错误: UnknownCondition；没有适用规则时为空，不猜。
    """
    for channel in channels:
        found = first_match(rules, matter, channel=channel, severity=severity, fields=fields)
        if found is not None:
            return found
    return None


def start_of(rule: Rule, matter: Matter, *, published_on: date | None) -> date | None:
    """Return the first day of the period: the date of the decision, or of publication where the rule counts from there.

    依据: 国家发展改革委令第58号、第36号（自文书日期起）；市场监管总局令第45号第十三条（自公示之日起）。
    单位: 公历日。
    错误: 不抛出；应自公示之日起算而尚未公示的为空。
    """
    counts_from_publication = str(rule.params.get("clock_start")).startswith(PUBLICATION)
    return published_on if counts_from_publication else matter.decided_on


def with_reported_end(period: Period, until: date | None) -> Period:
    """Follow the end that the deciding body planned where it lies inside the rule, else the rule.

    依据: 粤发改信用函〔2018〕4541号（作出决定的机关注明公示期限）；超出规则的以规则为准（V13）。
    单位: 公历日，含当日。
    错误: 不抛出；未采用时写明原因。
    """
    if until is None or period.last_public_day is None or until == period.last_public_day:
        return period
    least = period.earliest_repair or period.start
    if least <= until < period.last_public_day:
        return replace(period, last_public_day=until, note="按作出决定的机关填报的公示截止期")
    return replace(period, note=f"填报的公示截止期 {until} 不在规则期限内，以规则为准")
