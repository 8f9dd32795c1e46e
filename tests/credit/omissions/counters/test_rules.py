"""Results of the counter are of two kinds and lie in the past."""

from datetime import date

import polars as pl

from credit.omissions.counters.rules import check
from supervision.intake.kinds import CheckContext


def test_other_kinds_and_days_to_come_are_sent_back():
    frame = pl.DataFrame(
        {
            "row_no": [1, 2, 3],
            "kind": ["行政许可", "行政确认", "处罚"],
            "finished_on": [date(2026, 5, 6), date(2026, 5, 6), date(2026, 5, 8)],
        }
    )
    found = check(frame, CheckContext(date(2026, 5, 7)))
    assert found.select("row_no", "rule", "severity").rows() == [(2, "CR01", "reject"), (3, "CR02", "reject")]
