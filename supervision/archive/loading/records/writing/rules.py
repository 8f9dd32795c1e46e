"""What is said about rows that were compared with what stands."""

import polars as pl

from supervision.archive.loading.rules import Check, findings
from supervision.intake.kinds import Severity

CONFLICT = Check(
    rule="V17",
    severity=Severity.HOLD,
    field="doc_no",
    message="文号、相对人和日期相同，但金额或种类与已有记录不同",
    remedy="是变更决定的，以新文号或变更文书报送；填写有误的，改正后重新报送",
    wrong=lambda _: pl.lit(value=True),
)
RESENT = Check(
    rule="V17",
    severity=Severity.WARN,
    field="doc_no",
    message="内容与已被替换的旧版本相同，按重复报送处理",
    remedy="无需处理；如确实改回了旧内容，请在备注中说明后重新报送",
    wrong=lambda _: pl.lit(value=True),
)
RENAMED = Check(
    rule="V06",
    severity=Severity.WARN,
    field="subject_name",
    message="代码在档，但名称与档案的现名、曾用名都不同；已按代码归档",
    remedy="改用登记机关的现名",
    wrong=lambda _: pl.lit(value=True),
)


def renamed(rows: pl.DataFrame) -> pl.DataFrame:
    """Offer the present name beside each row that used another one.

    依据: V06；基层填报人因企业更名被退回（错误 1001）而不知现名。
    单位: 行。
    错误: 无。
    """
    found = findings(rows, check=RENAMED)
    if found.is_empty():
        return found
    offered = pl.Series([f"改用登记机关的现名：{name}" for name in rows["known_name"].to_list()], dtype=pl.String)
    return found.with_columns(remedy=offered)
