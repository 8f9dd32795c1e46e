"""What a row of a relation means, and which may not pass."""

import re
from typing import Any

import polars as pl

from supervision.archive.loading.rules import Check, compose
from supervision.intake.kinds import Severity
from supervision.kernel.identifiers.bulk import uscc_ok

PERCENT = 100
ROLES = (
    ("法定代表|法人代表", "legal_representative"),
    ("分支|分公司|分行|隶属", "branch"),
    ("股东|投资|出资|合伙人|发起", "shareholder"),
    ("董事|监事|经理|高管|高级管理|主要人员|负责人|董事长|总裁", "executive"),
)
PARENT_WORDS = "隶属|总公司|总部|上级"
WHOLE, ROUNDING = 1, 0.000_1
NO_CODE = Check(
    rule="V03",
    severity=Severity.HOLD,
    field="code",
    message="没有企业的代码或注册号，关系不能归档",
    remedy="补填企业的统一社会信用代码",
    wrong=lambda _: pl.col("code").is_null() & pl.col("regno").is_null() & ~names_a_branch(),
    needs=("regno",),
)
WRONG_CODE = Check(
    rule="V03",
    severity=Severity.REJECT,
    field="code",
    message="统一社会信用代码的校验码不正确",
    remedy="对照营业执照改正代码后重新报送",
    wrong=lambda _: pl.col("code").is_not_null() & ~pl.col("code").map_batches(uscc_ok, return_dtype=pl.Boolean),
)
WRONG_HOLDER_CODE = Check(
    rule="V03",
    severity=Severity.WARN,
    field="holder_code",
    message="股东代码的校验码不正确，未按代码归档，只留名称",
    remedy="对照股东的营业执照改正",
    wrong=lambda _: pl.col("holder_code").is_not_null() & ~pl.col("holder_code").map_batches(uscc_ok, return_dtype=pl.Boolean),
)
SHARE = Check(
    rule="V10",
    severity=Severity.REJECT,
    field="share",
    message="持股比例不在 0 到 100% 之间",
    remedy="核对持股比例",
    wrong=lambda _: (pl.col("share") < 0) | (pl.col("share") > PERCENT),
)
UNIT_DOUBTFUL = Check(
    rule="V10",
    severity=Severity.WARN,
    field="share",
    message="表头没有写明比例的单位，这一户合计不超过 1，已按小数读取",
    remedy="如果是百分数，把表头写成“持股比例(%)”后重新报送",
    wrong=lambda _: pl.lit(value=True),
)
NO_ROLE = Check(
    rule="V01",
    severity=Severity.REJECT,
    field="role",
    message="看不出是股东、高管、法定代表人还是分支机构",
    remedy="在“关系”栏写明股东、高管、法定代表人或分支机构",
    wrong=lambda _: pl.col("role_kind").is_null(),
    needs=("role_kind",),
)
ENDS_BEFORE = Check(
    rule="V10",
    severity=Severity.REJECT,
    field="valid_to",
    message="终止日期早于起始日期",
    remedy="核对两个日期",
    wrong=lambda _: pl.col("valid_to") < pl.col("valid_from"),
    needs=("valid_from",),
)
_check = compose((NO_CODE, WRONG_CODE, WRONG_HOLDER_CODE, SHARE, NO_ROLE, ENDS_BEFORE))


def role_kind() -> pl.Expr:
    """Return the kind of relation: what the row calls it, else a shareholder where a share stands, an executive where an office.

    依据: 公司法；登记事项与备案事项（市场主体登记管理条例第八、九条）。
    单位: 无。
    错误: 无。
    """
    said = pl.coalesce("role", "position")
    expression: Any = pl.when(said.str.contains(ROLES[0][0])).then(pl.lit(ROLES[0][1]))
    for pattern, name in ROLES[1:]:
        expression = expression.when(said.str.contains(pattern)).then(pl.lit(name))
    held = pl.col("share").is_not_null() | pl.col("subscribed").is_not_null() | pl.col("holder_kind").is_not_null()
    kind: pl.Expr = (
        expression.when(held).then(pl.lit("shareholder")).when(pl.col("position").is_not_null()).then(pl.lit("executive"))
    )
    return kind


def names_a_branch() -> pl.Expr:
    """Tell where the second party of a row is a branch of the first, not the other way round.

    依据: 关系的方向为总公司到分支机构；“隶属企业”一栏写的是总公司，其余写的是分支机构。
    单位: 无。
    错误: 无。
    """
    said = pl.coalesce("role", "position", pl.lit(""))
    return (role_kind() == "branch").fill_null(value=False) & ~said.str.contains(PARENT_WORDS)


def unit_of(header: str | None) -> str | None:
    """Return `percent` or `part` where the header of the column of shares says so.

    依据: 表头为“持股比例(%)”“百分比”的是百分数，写明“小数”的是小数。
    单位: 无。
    错误: 无；没有写明的返回空。
    """
    if header is None:
        return None
    if re.search("[%％]|百分", header):
        return "percent"
    return "part" if "小数" in header else None


def share_part(frame: pl.DataFrame, *, unit: str | None, known: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with shares as parts of one, and `unit_doubtful`.

    The header decides for the whole file. Without it a firm decides for itself: the shares of one firm add up to one or to a
    hundred. `known` holds what earlier chunks of the file said of a firm (`to_id`, `known_share`), so that the size of a chunk
    decides nothing.

    依据: 报送口径不一，有写 0.35 的，也有写 35 的；同一户的比例之和不超过 100%。
    单位: 0 到 1。
    错误: 无。
    """
    shares = pl.col("share").cast(pl.Float64)
    if unit is not None:
        return frame.with_columns(share=shares / (PERCENT if unit == "percent" else 1), unit_doubtful=pl.lit(value=False))
    joined = frame.join(known, on="to_id", how="left", maintain_order="left")
    total = shares.sum().over("to_id") + pl.col("known_share").cast(pl.Float64).fill_null(0)
    judged = joined.with_columns(percent=total > WHOLE + ROUNDING)
    small = ~pl.col("percent") & pl.col("share").is_not_null() & pl.col("percent").any()
    return judged.with_columns(share=pl.when("percent").then(shares / PERCENT).otherwise(shares), unit_doubtful=small).drop(
        "percent", "known_share"
    )


def check(frame: pl.DataFrame, context: object) -> pl.DataFrame:
    """Return the findings of all checks.

    依据: 归集校验规则。
    单位: 行。
    错误: 无。
    """
    return _check(frame.with_columns(role_kind=role_kind()), context)  # type: ignore[arg-type]  # the door passes its own context
