"""The checks of a table put together, in the order of their numbers."""

from functools import cache

import polars as pl

from credit.standards.checking.dates.rules import checks as dates
from credit.standards.checking.features import marked
from credit.standards.checking.parties.rules import checks as parties
from credit.standards.checking.penalties.rules import checks as penalties
from credit.standards.checking.texts.rules import checks as texts
from credit.standards.checking.texts.rules import holding
from credit.standards.schemas import Table, table_of
from supervision.archive.loading.rules import compose
from supervision.intake.kinds import CheckContext, Checker


def checker(table: Table) -> Checker:
    """Return the check of a table: every rule that needs nothing but the rows.

    依据: 归集校验规则 V01–V05、V07–V12、V14–V16、V19–V21、V23–V25；V06、V13、V17、V18、V22 需要库中数据，由装载时判断。
    单位: 行。
    错误: 无；任何取值都只产生问题，不抛出。
    """
    own = penalties(table) if table.kind == "penalty" else ()
    check_all = compose((*parties(table), *dates(table.kind), *own, *texts(table)))

    def check(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
        return check_all(marked(frame), context)

    return check


@cache
def holder(row_kind: str) -> Checker:
    """Return the checks that hold a row of a table, by the name of its kind of row.

    依据: V20、V21。
    单位: 行。
    错误: 无。
    """
    return compose(holding(table_of(row_kind)))
