"""Rows that were pushed stand in intake like those of a file: as they came, each with its digest, under one batch a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from supervision.intake.models import Batch, Chunk
from supervision.intake.pushing.service import keep_pushed
from supervision.intake.queries import raw_row, stored_row
from supervision.kernel.db import reading, transaction

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
OFFICE = 2


@pytest.fixture
def push(database, app):
    """Push rows and return batch, chunk and first row."""

    def keep(*rows: dict[str, str | None], on: date = DAY, private: bool = False) -> tuple[int, int, int]:
        with transaction() as session:
            return keep_pushed(
                session,
                rows,
                kind="registration_entry",
                label="登记业务",
                department_id=OFFICE,
                source_name="登记机关",
                on=on,
                private=private,
                now=NOW,
            )

    return keep


def test_rows_of_a_day_stand_in_one_batch_one_after_the_other(push):
    first, second = push({"甲": "1"}, {"甲": "2", "乙": None}), push({"丙": "3"})
    assert (first[1:], second[1:]) == ((0, 1), (1, 3))
    assert first[0] == second[0]
    with reading() as session:
        batch = session.get_one(Batch, first[0])
        assert (batch.state, batch.rows_read, batch.accepted, batch.finished_at) == ("finished", 3, 3, NOW)
        assert [raw_row(session, batch.id, number) for number in (1, 2, 3)] == [{"甲": "1"}, {"甲": "2"}, {"丙": "3"}]


def test_another_day_is_another_batch(push):
    assert push({"甲": "1"})[0] != push({"甲": "1"}, on=DAY + timedelta(days=1))[0]


def test_a_row_without_anything_is_kept_too(push):
    batch_id, _, row_no = push({})
    with reading() as session:
        assert stored_row(session, batch_id, row_no).cells == {"内容": None}


def test_what_is_private_is_encrypted(push):
    batch_id, chunk_no, row_no = push({"甲": "110101199003070054"}, private=True)
    with reading() as session:
        assert b"19900307" not in session.get_one(Chunk, (batch_id, chunk_no)).raw
        assert raw_row(session, batch_id, row_no) == {"甲": "110101199003070054"}
