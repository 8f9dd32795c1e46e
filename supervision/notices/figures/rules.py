"""What is counted and how rates are made: every number is a condition on notices, every rate one number over another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

FEW: Final = 10


class Measure(StrEnum):
    """A number, which is how many notices meet a condition."""

    TOTAL = "total"
    PUSHED = "pushed"
    RECEIVABLE = "receivable"
    RECEIVED = "received"
    IN_TIME = "in_time"
    POOLED = "pooled"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    LICENSED = "licensed"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return WORDS[self][0]

    @property
    def definition(self) -> str:
        return WORDS[self][1]


WORDS: Final = {
    Measure.TOTAL: ("全部", "期内生成的告知；已撤回和已并案的不计，同一事项不重复计数"),
    Measure.PUSHED: ("已推送", "有承办部门且已推送（含认领后由认领部门承办的改派推送）"),
    Measure.RECEIVABLE: ("应接收", "已推送，且已接收或接收期限已过；期限未到又未接收的不计"),
    Measure.RECEIVED: ("已接收", "承办部门已接收或认领"),
    Measure.IN_TIME: ("按期接收", "已推送，且接收日期不晚于接收期限"),
    Measure.POOLED: ("进入认领池", "因存疑、无对应部门或无须审批进入认领池，含已认领的"),
    Measure.CLAIMED: ("已认领", "已有部门从认领池认领"),
    Measure.ANSWERED: ("已反馈", "承办部门已反馈，或凭归集的许可自动办结"),
    Measure.LICENSED: ("已取得许可", "反馈为已取得许可或已备案，含凭归集的许可自动办结"),
    Measure.OVERDUE: ("逾期", "认领、接收或反馈任一步晚于期限，或期限已过仍未办"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One number over another, with what it rests on."""

    key: str
    label: str
    over: Measure
    under: Measure
    basis: str
    bad: bool = False

    @property
    def definition(self) -> str:
        return f"{self.over.label} ÷ {self.under.label}"


RATES: Final = (
    Rate(
        "claim",
        "认领率",
        Measure.CLAIMED,
        Measure.POOLED,
        "国发〔2015〕62号：审批部门不明确的发布到平台由部门查询认领；参照浙江省事中事后监管系统的认领率指标",
    ),
    Rate(
        "overdue",
        "逾期率",
        Measure.OVERDUE,
        Measure.TOTAL,
        "期限见规则库 NT-receive、NT-claim、NT-feedback（全国未规定统一期限，均为可改的默认值）；参照浙江省的未认领逾期指标",
        bad=True,
    ),
    Rate("in_time", "按期接收率", Measure.IN_TIME, Measure.RECEIVABLE, "规则库 NT-receive：推送后 3 个工作日内接收（默认值）"),
    Rate("answer", "反馈率", Measure.ANSWERED, Measure.RECEIVED, "规则库 NT-feedback：接收后 20 个工作日内反馈（默认值）"),
    Rate("licence", "取得许可率", Measure.LICENSED, Measure.ANSWERED, "平台指标：反映告知转化为许可的情况，不用于部门排名"),
)


class By(StrEnum):
    """How the numbers are told apart."""

    DEPARTMENT = "department"
    ITEM = "item"
    DIVISION = "division"
    MONTH = "month"

    @property
    def label(self) -> str:
        return {"department": "部门", "item": "事项", "division": "地区", "month": "月份"}[self]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included, in Shanghai dates."""

    first: date
    last: date


def period_of(first: date | None, last: date | None, *, today: date) -> Period:
    """Return the period that was asked for, or the last 90 days.

    依据: 平台统计口径，按告知生成日期。
    单位: 自然日，起止均含。
    错误: 不抛出；起止颠倒时对调。
    """
    end = last or max(today, first or today)
    start = first or end - timedelta(days=89)
    return Period(min(start, end), max(start, end))


def share(numbers: Mapping[Measure, int], rate: Rate) -> float | None:
    """Return a rate between 0 and 1, or nothing where there is nothing to divide by.

    依据: 见各指标的 basis。
    单位: 比值。
    错误: 不抛出；分母为 0 时为空，不显示为 0%。
    """
    under = numbers[rate.under]
    return numbers[rate.over] / under if under else None
