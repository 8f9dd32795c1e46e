"""Rates, intervals and ranks: pure arithmetic, so made that filing tricks gain nothing.

What is ranked is the unit: all decisions of one kind on one counterparty that were made in one month. It is in order when every
one of them is. So a decision that is split into many stays one unit. A unit counts in the month in which its period ended or, when
it was late, in which it came: who waits until the last day moves nothing. A text that only fills its place is no content.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median
from typing import Any, Final

from credit.assessment.schemas import Filing, Interval, Line, Measure, Method, Share, Standing
from supervision.kernel.rulebook.rules import Rule
from supervision.kernel.workdays.rules import WorkCalendar

TOPIC: Final = "credit.assessment"
DEADLINE: Final = "双公示"
DECEMBER: Final = 12
FILLING: Final = r"""[\s\-_/\\.,;:()\[\]{}（）。，、；：“”‘’…—–〔〕【】《》<>?!？！*#+=~|·&%$@^'"`]+"""
REPEATED: Final = r"^(.)\1*$"


@dataclass(frozen=True, slots=True)
class Rate:
    """One number over another, with what it rests on."""

    key: str
    label: str
    over: Measure
    under: Measure | None
    basis: str
    bad: bool = False

    def definition(self, method: Method) -> str:
        return f"{self.over.label} ÷ {(self.under or method.late_under).label}"


RATES: Final = (
    Rate("qualified", "合规率", Measure.QUALIFIED, Measure.REPORTED, "市级通报通行口径：清洗入库数与上报数之比"),
    Rate("timely", "及时率", Measure.TIMELY, Measure.TIMED, "发改办财金〔2018〕424号：自作出决定之日起 7 个工作日内公示"),
    Rate("late", "迟报率", Measure.LATE, None, "市级通报通行口径，迟报率超过 50% 的单独列出；分母为办法参数", bad=True),
    Rate("hidden", "瞒报率", Measure.HIDDEN, Measure.REPORTED, "国家抽查通报所列类别；查出途径见办法", bad=True),
    Rate("corrected", "更正率", Measure.CORRECTED, Measure.REPORTED, "平台指标，不用于排名", bad=True),
    Rate("upheld", "异议成立率", Measure.UPHELD, Measure.REPORTED, "平台指标，不用于排名", bad=True),
)


def method_of(rule: Rule) -> Method:
    """Return the method that a rule of the rulebook says.

    依据: 规则库“credit.assessment”；国家未公布统一权重，办法由本市公布，参数注明可信度。
    单位: 最小样本为单元数，z 为正态分位数，零报告期限为工作日。
    错误: KeyError（规则缺少参数）。
    """
    params = rule.params
    return Method(
        reference=rule.reference,
        basis=rule.legal_basis,
        text=str(params["text"]),
        late_under=Measure(params["late_under"]),
        timely_by=str(params["timely_by"]),
        min_sample=int(params["min_sample"]),
        z=float(params["z"]),
        zero_report_workdays=int(params["zero_report_workdays"]),
        vacuous=vacuous_pattern(params["vacuous"]),
        shortest=int(params["shortest"]),
        is_sure=rule.is_sure,
    )


def wilson(over: int, under: int, *, z: float) -> Interval | None:
    """Return where a rate lies, by Wilson's score interval.

    依据: GB/T 4087 以外的通行统计方法（Wilson 1927）；样本小时不取极端值。
    单位: 比值，0 至 1。
    错误: 不抛出；分母为 0 时为空。
    """
    if under == 0:
        return None
    rate, square = over / under, z * z
    middle = rate + square / (2 * under)
    spread = z * sqrt(rate * (1 - rate) / under + square / (4 * under * under))
    whole = 1 + square / under
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))


def share(over: int, under: int, method: Method) -> Share:
    """Return a rate with its numbers and its interval.

    依据: 考核办法：每个比率同时列出分子、分母与区间；分母为 0 不计为 100%。
    单位: 比值。
    错误: 不抛出；分母为 0 时比率与区间为空。
    """
    value = over / under if under else None
    return Share(over, under, value, wilson(over, under, z=method.z), enough=under >= method.min_sample)


def rate_of(line: Line, rate: Rate, method: Method) -> Share | None:
    """Return a rate of a line, or nothing where the number behind it comes from nowhere yet.

    依据: 见各指标的 basis。
    单位: 比值。
    错误: 不抛出；没有来源的指标为空，不显示为 0。
    """
    over, under = line.numbers.get(rate.over), line.numbers.get(rate.under or method.late_under)
    return None if over is None or under is None else share(over, under, method)


def vacuous_pattern(words: Iterable[str]) -> str:
    """Return the pattern of what says nothing, as Python and PostgreSQL both read it.

    依据: 归集校验规则对占位内容的要求；用语清单为办法参数。
    单位: 无。
    错误: 不抛出。
    """
    return "^(" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")*$"


def is_substantial(texts: Sequence[str | None], method: Method) -> bool:
    """Tell whether every text that has to say something does; signs and blanks do not count.

    依据: 考核办法：以“无”“见附件”等代替内容的视同未填。
    单位: 字。
    错误: 不抛出；没有填写的按未填计。
    """
    return all(_says(text, method) for text in texts)


def _says(text: str | None, method: Method) -> bool:
    bare = re.sub(FILLING, "", text or "")
    return len(bare) >= method.shortest and not re.search(REPEATED, bare) and not re.search(method.vacuous, bare)


def is_qualified(filing: Filing) -> bool:
    """Tell whether a decision was in order when it first came.

    依据: 合规率口径：退回后改好的计一次上报、一次不合规。
    单位: 无。
    错误: 不抛出。
    """
    return filing.passed_on is not None and not (filing.refused or filing.held) and filing.substantial


def is_timely(filing: Filing) -> bool:
    """Tell whether the version that finally passed came in time.

    依据: 发改办财金〔2018〕424号；考核办法 timely_by=passed。
    单位: 自然日比较，期限按工作日计算。
    错误: 不抛出；从未通过的不算及时。
    """
    return filing.passed_on is not None and filing.passed_on <= filing.due_on


def is_in_order(filing: Filing) -> bool:
    """Tell whether nothing is to be said against a decision.

    依据: 考核办法：排名只看合规且及时、未经查出的决定所占比率。
    单位: 无。
    错误: 不抛出。
    """
    return is_qualified(filing) and is_timely(filing) and not filing.hidden


def numbers(filings: Iterable[Filing], *, first: date, last: date) -> dict[Measure, int]:
    """Return what was reported between two days, by first receipt.

    依据: 考核办法：按首次收到日期归月；存量数据不计时效。
    单位: 件。
    错误: 不抛出；异议与超期由其他来源给出，这里没有。
    """
    here = [filing for filing in filings if first <= filing.received_on <= last]
    timed = [filing for filing in here if not filing.stock]
    return {
        Measure.REPORTED: len(here),
        Measure.QUALIFIED: sum(map(is_qualified, here)),
        Measure.TIMED: len(timed),
        Measure.TIMELY: sum(map(is_timely, timed)),
        Measure.LATE: sum(not is_timely(filing) for filing in timed),
        Measure.HIDDEN: sum(filing.hidden for filing in here),
        Measure.CORRECTED: sum(filing.corrected for filing in here),
    }


def counts_on(filing: Filing) -> date:
    """Return the day on which a decision counts for the rank: when its period ended, or later when it came late.

    依据: 考核办法：提前或压到最后一日报送，都不改变计入的月份。
    单位: 日。
    错误: 不抛出。
    """
    return max(filing.due_on, filing.received_on)


def units(filings: Iterable[Filing]) -> dict[date, list[tuple[bool, int]]]:
    """Return by the day on which they count whether each unit was in order, and the calendar days that it took.

    依据: 考核办法：同一相对人同一月份同一类决定合为一个单元，全部合规及时才算一个合格单元。
    单位: 单元；自然日。
    错误: 不抛出；存量数据不参加排名。
    """
    grouped: dict[tuple[int, str, str, int, int], list[Filing]] = {}
    for filing in filings:
        if not filing.stock:
            month = (filing.decided_on.year, filing.decided_on.month)
            grouped.setdefault((filing.department, filing.kind, filing.counterpart, *month), []).append(filing)
    found: dict[date, list[tuple[bool, int]]] = {}
    for members in grouped.values():
        wrong = [filing for filing in members if not is_in_order(filing)]
        day = min(map(counts_on, wrong or members))
        wait = max((filing.received_on - filing.decided_on).days for filing in members)
        found.setdefault(day, []).append((not wrong, wait))
    return found


def standing(filings: Iterable[Filing], *, first: date, last: date, method: Method) -> Standing:
    """Return what a department is ranked by in a period.

    依据: 考核办法：以合格单元比率的区间下限为得分，样本不足的不排名。
    单位: 比值；等待为自然日中位数。
    错误: 不抛出；样本不足时得分为空。
    """
    here = [unit for day, found in units(filings).items() if first <= day <= last for unit in found]
    return standing_of(sum(good for good, _wait in here), len(here), [wait for _good, wait in here], method)


def standing_of(good: int, total: int, waits: Sequence[float], method: Method) -> Standing:
    """Return the score of so many units in order of so many.

    依据: 同 standing。
    单位: 比值；等待为自然日中位数。
    错误: 不抛出；样本不足时得分为空。
    """
    interval = wilson(good, total, z=method.z)
    score = interval.low if interval is not None and total >= method.min_sample else None
    return Standing(good, total, median(waits) if waits else None, score)


def places(standings: Mapping[str, Standing]) -> dict[str, int | None]:
    """Return the places: the higher score first, of equals who is sooner; who has too few units has none.

    依据: 考核办法：得分相同的比报送等待时间，仍相同的名次并列。
    单位: 名次，自 1 起。
    错误: 不抛出。
    """
    ranked = {key: _order(found) for key, found in standings.items() if found.score is not None}
    return {key: 1 + sum(other < ranked[key] for other in ranked.values()) if key in ranked else None for key in standings}


def _order(found: Standing) -> tuple[float, float]:
    return -round(found.score or 0.0, 9), found.wait or 0.0


def due_days(first: date, last: date, *, workdays: int, calendar: WorkCalendar) -> dict[date, date]:
    """Return for every day of decision the last day of its period.

    依据: 发改办财金〔2018〕424号，自作出行政决定之日起 7 个工作日内公示；民法典第二百零一条。
    单位: 工作日，不含决定当日。
    错误: 不抛出；未公布年度按周一至周五暂计。
    """
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return {day: calendar.add(day, workdays).day for day in days}


def month_ends(first: date) -> date:
    """Return the last day of the month that begins on a day.

    依据: 公历。
    单位: 日。
    错误: 不抛出。
    """
    return date.fromordinal(months_on(first, 1).toordinal() - 1)


def months_on(first: date, months: int) -> date:
    """Return the first day of a month some months before or after.

    依据: 公历。
    单位: 月。
    错误: 不抛出。
    """
    number = first.year * DECEMBER + first.month - 1 + months
    return date(number // DECEMBER, number % DECEMBER + 1, 1)


def zero_report_due(month: date, method: Method, calendar: WorkCalendar) -> date:
    """Return the last day on which a month without decisions may be declared so.

    依据: 考核办法：月末最后一日作出的决定也有 7 个工作日，期满仍无报送又无零报告的记为漏报。
    单位: 工作日，自月末次日起算。
    错误: 不抛出。
    """
    return calendar.add(month_ends(month), method.zero_report_workdays).day


def stored_line(line: Line) -> dict[str, Any]:
    """Return a line as a circular keeps it.

    依据: 通报一经印发，其数字不随以后的数据变化。
    单位: 件、单元、比值。
    错误: 不抛出。
    """
    found = line.standing
    return {
        "key": line.key,
        "label": line.label,
        "numbers": {measure.value: number for measure, number in line.numbers.items()},
        "good": found.good if found else 0,
        "units": found.units if found else 0,
        "wait": found.wait if found else None,
        "score": found.score if found else None,
        "place": line.place,
        "zero_reports": line.zero_reports,
    }


def line_of(stored: Mapping[str, Any]) -> Line:
    """Return a line that a circular kept.

    依据: 同 stored_line。
    单位: 件、单元、比值。
    错误: KeyError（不是 stored_line 所写）。
    """
    return Line(
        key=str(stored["key"]),
        label=str(stored["label"]),
        numbers={Measure(name): int(number) for name, number in stored["numbers"].items()},
        standing=Standing(int(stored["good"]), int(stored["units"]), stored["wait"], stored["score"]),
        place=stored["place"],
        zero_reports=int(stored["zero_reports"]),
    )
