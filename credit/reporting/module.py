"""What reporting hands to the platform: every table of every edition of the standard as a kind of row."""

from credit.reporting.accepting.service import acceptor
from credit.reporting.cli import report
from credit.reporting.pages import pages
from credit.reporting.queries import waiting
from credit.standards.checking.rules import checker
from credit.standards.schemas import Table, standards
from supervision.archive.loading.bulk import service as bulk
from supervision.intake.kinds import RowKind
from supervision.kernel.module import Module, NavigationEntry, Permission


def row_kind(table: Table) -> RowKind:
    """Return a table as the door knows it."""
    return RowKind(
        name=table.row_kind,
        label=f"双公示·{table.label}（{table.standard}）",
        fields=table.fields,
        check=checker(table),
        accept=acceptor(table),
        permission="credit.report",
        before_bulk=bulk.RECORDS.relax,
        after_bulk=bulk.RECORDS.restore,
    )


NEWEST_FIRST = [table for standard in reversed(standards()) for table in standard.tables]

MODULE = Module(
    name="credit.reporting",
    label="双公示归集",
    pages=(pages,),
    navigation=(NavigationEntry("双公示", "双公示决定", "decisions.page", "archive", "credit.read", order=20, count=waiting),),
    permissions=(
        Permission("credit.read", "查看双公示数据"),
        Permission("credit.report", "报送双公示数据"),
    ),
    commands=(report,),
    parts=tuple(row_kind(table) for table in NEWEST_FIRST),
)
