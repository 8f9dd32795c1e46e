from datetime import UTC, datetime, timedelta
from pathlib import Path

from supervision.city.business.service import bring_in
from supervision.city.business.watching.service import report
from supervision.city.service import found_offices, hire, share_functions
from supervision.kernel.access import Principal, Scope
from supervision.kernel.db import reading, transaction
from supervision.notices.closing.gaps.queries import gaps

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EVERYWHERE = Principal("person", 1, "沈某某", 1, "市发展改革委", "", frozenset({"notices.figures"}), (Scope(),))


def test_some_who_were_told_work_without_a_licence_and_the_list_shows_them(database: str, tmp_path: Path) -> None:
    with transaction() as session:
        found_offices(session, now=NOW)
        share_functions(session, now=NOW)
        hire(session, now=NOW)
    bring_in(now=NOW)
    first = list(report(tmp_path, now=NOW))
    again = list(report(tmp_path, now=NOW + timedelta(minutes=1)))
    assert sum(outcome.accepted for outcome in first) >= 5
    assert all(outcome.error is None for outcome in (*first, *again))
    with reading() as session:
        assert {sign.kind for gap in gaps(session, EVERYWHERE) for sign in gap.signs} == {"inspection", "complaint"}
