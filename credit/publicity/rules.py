"""What may stand on the public portal at all, and for how long: severity, period and clock of a decision put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.publicity.clocks.rules import PUBLISH, due
from credit.publicity.clocks.schemas import Due
from credit.publicity.periods.rules import PORTAL, period, period_rule, start_of, with_reported_end
from credit.publicity.periods.schemas import Period, Shown
from credit.publicity.schemas import Matter
from credit.publicity.severity.rules import field_of, judge
from credit.publicity.severity.schemas import Judged
from supervision.kernel.rulebook.rules import Rule
from supervision.kernel.workdays.rules import WorkCalendar

LICENCE, PENALTY, PERSON, SIMPLE = "licence", "penalty", "person", "simple"


class Block(StrEnum):
    """Why a decision is not shown; `IN_PRINCIPLE` may be lifted with a reason, the others never."""

    PERSON = "person"
    SIMPLE = "simple"
    RULE = "rule"
    NO_RULE = "no_rule"
    IN_PRINCIPLE = "in_principle"

    @property
    def label(self) -> str:
        return {
            "person": "自然人的许可和处罚不在门户公示",
            "simple": "简易程序作出的处罚不归集、不公示",
            "rule": "按适用的规则不予公示",
            "no_rule": "决定日期没有适用的公示期限规则",
            "in_principle": "轻微失信原则上不公示",
        }[self]

    @property
    def basis(self) -> str:
        return {
            "person": "粤发改信用函〔2018〕4541号；个人信息保护法第二十五条",
            "simple": "发改办财金〔2018〕424号；行政处罚法第五十一条",
            "rule": "规则库“publicity”主题",
            "no_rule": "行政处罚法第四十八条；没有规则时不猜",
            "in_principle": "国家发展改革委令第36号（2025年）",
        }[self]

    @property
    def may_be_lifted(self) -> bool:
        return self == Block.IN_PRINCIPLE


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules and the calendar as they stand: asked once for a set of decisions."""

    publicity: Sequence[Rule]
    severity: Sequence[Rule]
    fields: Sequence[Rule]
    deadlines: Sequence[Rule]
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say about a decision; a licence has no severity, and what is blocked has no period."""

    block: Block | None
    severity: Judged | None
    period: Period | None
    publish_by: Due | None


def verdict(matter: Matter, rules: Rules, *, published_on: date | None = None) -> Verdict:
    """Say whether, how long and by when a decision is public.

    依据: 行政许可法第四十条（准予许可的决定应当公开，没有期限）；行政处罚法第四十八条；国家发展改革委令第36号、第58号。
    单位: 上海时间的公历日。
    错误: UnknownCondition（规则库的行写错）。
    """
    clock = due(rules.deadlines, matter, step=PUBLISH, calendar=rules.calendar)
    if matter.kind == LICENCE:
        return Verdict(Block.PERSON if matter.party == PERSON else None, None, None, clock)
    fields = field_of(matter, rules.fields)
    judged = judge(matter, rules.severity, fields=fields)
    rule = period_rule(rules.publicity, matter, channels=PORTAL, severity=judged.severity, fields=fields)
    start = start_of(rule, matter, published_on=published_on) if rule else None
    if rule is None or start is None:
        return Verdict(_never(matter) or Block.NO_RULE, judged, None, clock)
    counted = with_reported_end(period(rule, start=start, restricted_until=matter.restricted_until), matter.until)
    return Verdict(_never(matter) or _by_rule(counted), judged, counted, clock)


def _never(matter: Matter) -> Block | None:
    """Return what no rule and no person can lift."""
    if matter.party == PERSON:
        return Block.PERSON
    return Block.SIMPLE if matter.procedure == SIMPLE else None


def _by_rule(counted: Period) -> Block | None:
    return {Shown.YES: None, Shown.NEVER: Block.RULE, Shown.NOT_IN_PRINCIPLE: Block.IN_PRINCIPLE}[counted.shown]
