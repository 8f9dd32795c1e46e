from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from supervision.kernel import db
from supervision.kernel.packaged import load_all, table
from supervision.kernel.rulebook.models import StoredRule
from wsgi import PLATFORM

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.mark.usefixtures("database")
def test_what_the_package_brings_is_in_the_database_after_a_migration_and_only_once():
    counts = []
    for _ in range(2):
        with db.transaction() as session:
            load_all(PLATFORM, session, now=NOW)
        with db.reading() as session:
            counts.append(session.scalar(select(func.count()).select_from(StoredRule)))
    assert counts[0] == counts[1] > 100


def test_a_table_is_read_with_its_header():
    rows = list(table("supervision.kernel.workdays", "notices.csv"))
    assert rows[0]["region"] == "CN"
    assert rows[0]["year"] == "2013"
