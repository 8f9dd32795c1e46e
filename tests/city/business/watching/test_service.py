from datetime import timedelta
from pathlib import Path

import pytest

from supervision.city.business.watching.service import report
from supervision.kernel.access import Principal, Scope
from supervision.kernel.db import reading
from supervision.notices.closing.gaps.queries import gaps
from tests.factories.towns import EVENING

EVERYWHERE = Principal("person", 1, "沈某某", 1, "市发展改革委", "", frozenset({"notices.figures"}), (Scope(),))


@pytest.fixture(scope="session")
def template(busy: str) -> str:
    return busy


def test_some_who_were_told_work_without_a_licence_and_the_list_shows_them(database: str, tmp_path: Path) -> None:
    first = list(report(tmp_path, now=EVENING))
    again = list(report(tmp_path, now=EVENING + timedelta(minutes=1)))
    assert sum(outcome.accepted for outcome in first) >= 5
    assert all(outcome.error is None for outcome in (*first, *again))
    with reading() as session:
        assert {sign.kind for gap in gaps(session, EVERYWHERE) for sign in gap.signs} == {"inspection", "complaint"}
