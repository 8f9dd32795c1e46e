"""What the counter granted is kept once; what it refused leads to no decision."""

from datetime import date

import polars as pl
from sqlalchemy import select

from credit.omissions.counters.service import accept
from credit.omissions.models import CounterResult
from supervision.intake.kinds import ChunkContext
from supervision.kernel.db import transaction
from tests.credit.omissions.conftest import NOW


def test_granted_results_are_kept_once(town):
    said = [("办 1", "准予许可"), ("办 2", "不予许可"), ("办 3", "撤回申请"), ("办 4", "同意"), ("办 4", "同意")]
    frame = pl.DataFrame(
        {
            "row_no": range(1, 6),
            "number": [number for number, _ in said],
            "kind": "行政许可",
            "item": "食品经营许可",
            "subject_name": "云汀试例食品有限公司",
            "code": None,
            "result": [result for _, result in said],
            "doc_no": None,
            "finished_on": date(2026, 5, 6),
        }
    )
    context = ChunkContext(1, 1, town.city.tax.id, "窗口.xlsx", "person:1")
    with transaction() as session:
        unchanged = [accept(session, frame, context, NOW).unchanged for _ in range(2)]
        kept = session.scalars(select(CounterResult.number).order_by(CounterResult.number)).all()
    assert kept == ["办 1", "办 4"]
    assert unchanged == [3, 5]
