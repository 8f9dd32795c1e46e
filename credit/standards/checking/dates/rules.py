"""V09–V12: days that cannot be, and days in the wrong order."""

import polars as pl

from supervision.archive.loading.rules import Check
from supervision.intake.kinds import Checker, Severity

EARLIEST = pl.date(1949, 10, 1)
FUTURE = Check(
    rule="V09",
    severity=Severity.REJECT,
    field="occurred_on",
    message="决定日期晚于收到之日",
    remedy="核对决定日期",
    wrong=lambda context: pl.col("occurred_on") > context.received_on,
)
TOO_EARLY = Check(
    rule="V09",
    severity=Severity.REJECT,
    field="occurred_on",
    message="决定日期早于 1949-10-01",
    remedy="核对决定日期",
    wrong=lambda _: pl.col("occurred_on") < EARLIEST,
)
ENDS_BEFORE_START = Check(
    rule="V10",
    severity=Severity.REJECT,
    field="valid_to",
    message="有效期至早于有效期自",
    remedy="核对有效期；长期有效填 2099/12/31",
    wrong=lambda _: pl.col("valid_to") < pl.col("valid_from"),
    needs=("valid_from",),
)
ENDS_BEFORE_DECISION = Check(
    rule="V10",
    severity=Severity.REJECT,
    field="valid_to",
    message="有效期至早于许可决定日期",
    remedy="核对有效期；长期有效填 2099/12/31",
    wrong=lambda _: pl.col("valid_to") < pl.col("occurred_on"),
    needs=("occurred_on",),
)
STARTS_BEFORE_DECISION = Check(
    rule="V11",
    severity=Severity.WARN,
    field="valid_from",
    message="有效期自早于许可决定日期",
    remedy="换证、续期的不必改；否则核对日期",
    wrong=lambda _: pl.col("valid_from") < pl.col("occurred_on"),
    needs=("occurred_on",),
)
PENALTY_ENDS_BEFORE = Check(
    rule="V12",
    severity=Severity.REJECT,
    field="valid_to",
    message="处罚有效期早于处罚决定日期",
    remedy="核对两个日期；长期填 2099/12/31",
    wrong=lambda _: pl.col("valid_to") < pl.col("occurred_on"),
    needs=("occurred_on",),
)
PUBLIC_UNTIL_BEFORE = Check(
    rule="V12",
    severity=Severity.REJECT,
    field="publish_until",
    message="公示截止期不晚于处罚决定日期",
    remedy="核对公示截止期，没有的留空",
    wrong=lambda _: pl.col("publish_until") <= pl.col("occurred_on"),
    needs=("occurred_on",),
)
COMMON: tuple[Checker, ...] = (FUTURE, TOO_EARLY)
OF_LICENCES: tuple[Checker, ...] = (ENDS_BEFORE_START, ENDS_BEFORE_DECISION, STARTS_BEFORE_DECISION)
OF_PENALTIES: tuple[Checker, ...] = (PENALTY_ENDS_BEFORE, PUBLIC_UNTIL_BEFORE)


def checks(kind: str) -> tuple[Checker, ...]:
    """Return the checks of the dates of a licence or a penalty.

    依据: V09–V12；行政许可、行政处罚决定的效力期间不早于作出之日。
    单位: 日。
    错误: 无。
    """
    return (*COMMON, *(OF_LICENCES if kind == "licence" else OF_PENALTIES))
