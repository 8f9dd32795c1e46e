"""What a result of the counter must say."""

from typing import Final

import polars as pl

from credit.omissions.counters.schemas import KINDS
from supervision.intake.kinds import FINDING_SCHEMA, CheckContext, Severity

UNKNOWN_KIND: Final = "CR01"
IN_FUTURE: Final = "CR02"


def check(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
    """Return what is wrong with results of the counter.

    依据: 窗口办理结果只用于核对双公示是否漏报，类别限于行政许可、行政处罚。
    单位: 每行至多两条。
    错误: 不抛出。
    """
    kinds = frame.filter(~pl.col("kind").is_in(list(KINDS))).select(
        "row_no",
        field=pl.lit("kind"),
        value=pl.col("kind"),
        rule=pl.lit(UNKNOWN_KIND),
        message=pl.lit("办理类别只能是行政许可或者行政处罚"),
        remedy=pl.lit("改为“行政许可”或“行政处罚”；其他事项不用报"),
    )
    days = frame.filter(pl.col("finished_on") > context.received_on).select(
        "row_no",
        field=pl.lit("finished_on"),
        value=pl.col("finished_on").cast(pl.String),
        rule=pl.lit(IN_FUTURE),
        message=pl.lit("办结日期晚于收到这个文件的日子"),
        remedy=pl.lit("核对办结日期"),
    )
    found = pl.concat([kinds, days]).with_columns(severity=pl.lit(Severity.REJECT.value))
    return found.select(*FINDING_SCHEMA).cast(pl.Schema(FINDING_SCHEMA))
