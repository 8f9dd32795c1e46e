from datetime import UTC, datetime

from supervision.archive.loading.bulk.queries import missing
from supervision.archive.loading.bulk.service import REGISTRATIONS
from supervision.intake.models import BulkRun
from supervision.kernel.db import reading, transaction
from supervision.kernel.servers.cli import mend
from wsgi import PLATFORM


def test_indexes_that_a_killed_load_left_away_are_back_before_anybody_signs_in(database):
    with transaction() as session:
        session.add(BulkRun(kind="registration", opened_at=datetime(2026, 11, 18, tzinfo=UTC)))
        REGISTRATIONS.relax(session)
    mend(PLATFORM)
    with reading() as session:
        assert missing(session, tables=REGISTRATIONS.tables) == []
        assert session.get(BulkRun, "registration") is None
