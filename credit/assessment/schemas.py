"""What is assessed, by which method, and what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session


class Measure(StrEnum):
    """A number, which is how many decisions meet a condition."""

    REPORTED = "reported"
    QUALIFIED = "qualified"
    TIMED = "timed"
    TIMELY = "timely"
    LATE = "late"
    HIDDEN = "hidden"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        return _WORDS[self][0]

    @property
    def definition(self) -> str:
        return _WORDS[self][1]


_WORDS = {
    Measure.REPORTED: ("上报", "首次收到日期在期内的决定；同一决定多次报送只计一次，退回后改好的仍计一次"),
    Measure.QUALIFIED: ("合规", "首次报送即通过校验、没有待人确认的疑问，且关键内容没有用“无”“见附件”一类的话代替"),
    Measure.TIMED: ("计时", "上报的决定中应计时效的；标为存量的往年数据不计"),
    Measure.TIMELY: ("及时", "计时的决定中，最终通过校验的那一次报送收到日期不晚于公示期限"),
    Measure.LATE: ("迟报", "计时的决定中，最终通过校验的那一次报送晚于公示期限，或一直没有通过校验"),
    Measure.HIDDEN: ("瞒报", "作了零报告之后才收到的当月决定，以及从文号缺口、窗口办理结果查出未报的决定"),
    Measure.CORRECTED: ("更正", "报送后更正过内容的决定"),
    Measure.UPHELD: ("异议成立", "行政相对人提出异议、经核实成立的决定"),
    Measure.EXPIRED: ("超期未撤下", "公示期满仍在公示的记录，应为 0"),
}


@dataclass(frozen=True, slots=True)
class Method:
    """考核办法 as it holds on a day: a rule of the rulebook, whose reference is printed with every result."""

    reference: str
    basis: str
    text: str
    late_under: Measure
    timely_by: str
    min_sample: int
    z: float
    zero_report_workdays: int
    vacuous: str
    shortest: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Filing:
    """One decision as it is assessed; `passed_on` is when the version came that finally passed, nothing while none did.

    `counterpart` tells counterparties apart and names nobody. `due_on` is the last day of the publicity period.
    """

    department: int
    kind: str
    counterpart: str
    decided_on: date
    received_on: date
    due_on: date
    passed_on: date | None
    refused: bool = False
    substantial: bool = True
    hidden: bool = False
    corrected: bool = False
    stock: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate with where it may really lie."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """One number over another; without anything to divide by there is no rate."""

    over: int
    under: int
    value: float | None
    interval: Interval | None
    enough: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What a department is ranked by: units that were in order throughout, of all units; `wait` is their median in workdays."""

    good: int
    units: int
    wait: float | None
    score: float | None


class By(StrEnum):
    """How the figures are told apart."""

    DEPARTMENT = "department"
    DISTRICT = "district"

    @property
    def label(self) -> str:
        return {"department": "部门", "district": "地区"}[self]


@dataclass(frozen=True, slots=True)
class MeasureSource:
    """Where a number comes from that reporting does not know, registered among a module's `parts` by a slice above.

    `find` returns the decisions of each department that count between two days, of one kind or, without it, of both.
    """

    measure: Measure
    find: Callable[[Session, date, date, str], Mapping[int, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One department or district in one period; a number that no source was joined for is missing, not zero."""

    key: str
    label: str
    numbers: Mapping[Measure, int] = field(default_factory=dict)
    standing: Standing | None = None
    place: int | None = None
    zero_reports: int = 0
