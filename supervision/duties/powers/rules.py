"""What may not pass in a list of powers."""

import re

import polars as pl

from supervision.archive.loading.rules import Check, compose
from supervision.intake.kinds import Severity

SEPARATORS = re.compile(r"[,，;；、/\s]+")
NO_NUMBER = Check(
    rule="V01",
    severity=Severity.WARN,
    field="number",
    message="没有职权编号，按名称识别",
    remedy="补填职权编号，更名后才能接上原有版本",
    wrong=lambda _: pl.col("number").is_null(),
)
check = compose((NO_NUMBER,))


def kinds_of(text: str | None) -> list[str]:
    """Return the single kinds of penalty in a cell.

    依据: 行政处罚法第九条；清单中一格常列多种。
    单位: 无。
    错误: 无。
    """
    return [part for part in SEPARATORS.split(text or "") if part]
