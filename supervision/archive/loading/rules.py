"""Checks as named values that are put together for each kind of row; a later package replaces one by its name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from supervision.intake.kinds import FINDING_SCHEMA, CheckContext, Checker, Severity, no_findings

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Check:
    """One rule over a chunk: where `wrong` is true the row gets the finding. Rows with an unknown answer pass."""

    rule: str
    severity: Severity
    field: str
    message: str
    remedy: str
    wrong: Callable[[CheckContext], pl.Expr]
    needs: tuple[str, ...] = ()

    def __call__(self, frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
        """Return the findings of this rule.

        依据: 归集校验规则；规则编号见 domain 数据标准第 2.5 节。
        单位: 行。
        错误: 无。
        """
        if not self.applies_to(frame):
            return no_findings()
        return findings(frame.filter(self.wrong(context)), check=self)

    def applies_to(self, frame: pl.DataFrame) -> bool:
        """Tell whether the chunk has the columns that the rule is about.

        依据: 同 `Check`。
        单位: 无。
        错误: 无。
        """
        return {self.field, *self.needs} <= set(frame.columns)


def findings(rows: pl.DataFrame, *, check: Check) -> pl.DataFrame:
    """Return one finding for each of the rows.

    依据: 同 `Check`。
    单位: 行。
    错误: 无。
    """
    if rows.is_empty():
        return no_findings()
    return rows.select(
        "row_no",
        pl.lit(check.severity.value).alias("severity"),
        pl.lit(check.field).alias("field"),
        pl.col(check.field).cast(pl.String).str.slice(0, SHOWN).alias("value"),
        pl.lit(check.rule).alias("rule"),
        pl.lit(check.message).alias("message"),
        pl.lit(check.remedy).alias("remedy"),
    )


def compose(checks: Sequence[Checker]) -> Checker:
    """Return one checker that runs all of them and keeps every reason, not only the first.

    The rules over a chunk are asked together first, since nearly always no row breaks them.

    依据: 归集校验规则（一次报错须列出该行的全部问题）。
    单位: 行。
    错误: 无。
    """

    def check(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
        idle = unbroken(frame, [one for one in checks if isinstance(one, Check)], context)
        return together(one(frame, context) for one in checks if one not in idle)

    return check


def unbroken(frame: pl.DataFrame, checks: Sequence[Check], context: CheckContext) -> set[Check]:
    """Return the rules that no row of the chunk breaks, asked in one pass.

    依据: 同 `compose`。
    单位: 无。
    错误: 无。
    """
    asked = [one for one in checks if one.applies_to(frame)]
    if not asked:
        return set()
    broken = frame.select(one.wrong(context).any().alias(str(place)) for place, one in enumerate(asked)).row(0)
    return {one for one, met in zip(asked, broken, strict=True) if not met}


def together(tables: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return all findings in one table.

    依据: 同 `compose`。
    单位: 行。
    错误: 无。
    """
    filled = [table.select(list(FINDING_SCHEMA)).cast(pl.Schema(FINDING_SCHEMA)) for table in tables if table.height]
    return pl.concat(filled) if filled else no_findings()
