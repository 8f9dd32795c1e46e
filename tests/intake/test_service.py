"""What the door promises: every row has an end, the same file changes nothing, a crash loses nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from supervision.intake import queries, service
from supervision.intake.errors import LayoutNotRecognised
from supervision.intake.loading.bulk import service as bulk
from supervision.intake.loading.rules import row_digest
from supervision.intake.loading.schemas import Outcome
from supervision.intake.models import Batch, BulkRun, Chunk, Finding, Verdict
from supervision.intake.service import Received
from supervision.kernel.db import reading, transaction
from tests.factories.processes import wait_until
from tests.factories.tiny import HANG_AT, NOW, TINY

HEADER = "行政相对人名称,统一社会信用代码,处罚决定日期,罚款金额（元）,联系电话\n"
PROJECT = Path(__file__).parents[2]


def load(received: Received) -> Outcome:
    return service.run([received.batch.id], clock=lambda: NOW)[0]


def stored(statement: str) -> list[tuple[object, ...]]:
    with reading() as session:
        return [tuple(row) for row in session.execute(text(statement))]


def many(rows: int) -> str:
    return HEADER + "".join(f"企业{number},91310000MA1FL{number:05},2026-01-02,100,\n" for number in range(rows))


def test_every_row_ends_as_accepted_held_or_rejected_and_the_sums_equal_the_rows_read(receive):
    content = HEADER + "甲,91310000MA1,2026-01-02,20000,\n乙,,2026-01-02,1,\n丙,9131,2027-01-02,1,\n,9131,2026-01-02,1,\n\n"
    outcome = load(receive(content))
    assert (outcome.rows_read, outcome.accepted, outcome.held, outcome.rejected, outcome.blank) == (4, 1, 1, 2, 1)
    assert [row[0] for row in stored("SELECT name FROM public.tiny_row ORDER BY row_no")] == ["甲", "乙"]


def test_every_reason_of_a_row_is_kept_with_its_remedy(receive):
    received = receive(HEADER + ",9131,2027-01-02,1,123456789012\n")
    load(received)
    with reading() as session:
        findings = queries.findings_of_row(session, received.batch.id, 1)
    assert {finding.rule for finding in findings} == {"V01", "V02", "V09"}
    assert all(finding.message and finding.remedy for finding in findings)


def test_a_finding_about_a_personal_field_does_not_repeat_its_value(receive):
    load(receive(HEADER + "甲,9131,2026-01-02,1,138123456789\n"))
    assert stored("SELECT value FROM intake.finding WHERE field = 'phone'") == [("1＊＊",)]


def test_a_resident_number_in_the_wrong_column_is_not_repeated_either(receive):
    load(receive(HEADER + "甲,11010119900307721x,2026-01-02,1,\n"))
    assert stored("SELECT value FROM intake.finding WHERE rule = 'R05'") == [("1＊＊",)]


def test_the_raw_row_is_kept_as_it_came_with_its_hash_and_verdict(receive):
    received = receive(HEADER + " 甲 ,９１３１,2026/1/2,１,\n")
    load(received)
    with reading() as session:
        row = queries.stored_row(session, received.batch.id, 1)
    assert row.cells["行政相对人名称"] == " 甲 "
    assert row.cells["统一社会信用代码"] == "９１３１"
    assert row.verdict is Verdict.WARNED
    assert row.digest == row_digest(row.cells)


def test_the_same_file_again_is_the_same_batch_and_changes_nothing(receive):
    first = receive(many(30))
    load(first)
    before = stored("SELECT * FROM intake.batch") + stored("SELECT count(*) FROM intake.chunk")
    again = receive(many(30), "另一个名字.csv")
    outcome = load(again)
    assert again.known_before
    assert again.batch.id == first.batch.id
    assert outcome.known_before
    assert stored("SELECT * FROM intake.batch") + stored("SELECT count(*) FROM intake.chunk") == before
    assert stored("SELECT count(*) FROM public.tiny_row") == [(30,)]


def test_the_same_rows_in_another_file_are_unchanged_rows(receive):
    load(receive(many(30)))
    outcome = load(receive(many(31)))
    assert (outcome.rows_read, outcome.accepted, outcome.unchanged) == (31, 31, 30)


def test_one_piece_of_news_is_told_for_each_chunk(receive):
    received = receive(many(10_500))
    load(received)
    told = stored("SELECT payload->>'chunk_no', payload->>'count' FROM kernel.outbox_event ORDER BY id")
    assert told == [("0", "10000"), ("1", "500")]


def test_a_file_that_fits_no_kind_asks_for_a_person(receive):
    with pytest.raises(LayoutNotRecognised):
        receive("天气,温度\n晴,20\n")


def test_a_file_that_turns_unreadable_keeps_what_was_read_and_says_where_it_stopped(receive):
    received = receive(many(60_000).encode() + b"\xff\xff\xff\n")
    outcome = load(received)
    assert outcome.state == "failed"
    assert "60002" in (outcome.error or "").replace(",", "")
    assert outcome.rows_read == outcome.accepted > 0
    assert outcome.rows_read % 10_000 == 0


def test_indexes_are_relaxed_once_for_a_large_run_and_come_back(receive):
    ids = [receive(many(rows)).batch.id for rows in (20_000, 20_001)]
    service.run(ids, clock=lambda: NOW)
    assert stored("SELECT step FROM public.tiny_bulk ORDER BY id") == [("before",), ("after",)]
    assert stored("SELECT * FROM intake.bulk_run") == []


def test_a_small_run_leaves_the_indexes_alone(receive):
    load(receive(many(10)))
    assert stored("SELECT step FROM public.tiny_bulk") == []


def test_indexes_come_back_when_a_run_stops_with_an_error(receive):
    received = receive(many(60_000).encode() + b"\xff\xff\xff\n")
    load(received)
    assert stored("SELECT step FROM public.tiny_bulk ORDER BY id") == [("before",), ("after",)]


def test_what_a_crashed_run_left_relaxed_is_closed_by_the_check(receive):
    with transaction() as session:
        session.add(BulkRun(kind=TINY.name, opened_at=NOW))
    assert service.close_bulk() == ["tiny"]
    assert service.close_bulk() == []


def test_the_check_leaves_a_living_run_alone(receive):
    with bulk.bulk_run(TINY, rows=100_000, clock=lambda: NOW):
        assert service.close_bulk() == []
    assert stored("SELECT * FROM intake.bulk_run") == []


@pytest.fixture
def killed_twice(receive, database) -> Iterator[Received]:
    """A batch whose loader is killed after its first chunk and again after its second."""
    received = receive(many(45_000))
    environment = {**os.environ, "TINY_DATABASE": database, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "tests.factories.tiny", str(received.batch.id)]
    for chunks in (1, 2):
        process = subprocess.Popen(command, env={**environment, HANG_AT: str(chunks)}, cwd=PROJECT)
        try:
            wait_until(lambda wanted=chunks: stored("SELECT count(*) FROM intake.chunk") >= [(wanted,)])
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    return received


def test_a_load_that_is_killed_goes_on_from_its_last_chunk_and_neither_loses_nor_doubles_a_row(killed_twice):
    assert stored("SELECT count(*) FROM intake.chunk") == [(2,)]
    outcome = load(killed_twice)
    assert (outcome.state, outcome.rows_read, outcome.accepted) == ("finished", 45_000, 45_000)
    assert stored("SELECT count(*), count(DISTINCT name), max(row_no) FROM public.tiny_row") == [(45_000, 45_000, 45_000)]
    assert stored("SELECT count(*), sum(rows) FROM intake.chunk") == [(5, 45_000)]
    assert stored("SELECT step FROM public.tiny_bulk ORDER BY id") == [("before",), ("after",)]


def test_the_database_refuses_a_batch_whose_sums_do_not_fit(receive, session):
    received = receive(many(3))
    load(received)
    with pytest.raises(Exception, match="every_row_has_a_verdict"):
        session.execute(text("UPDATE intake.batch SET accepted = 2"))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Chunk)) == 1
    assert session.scalar(select(func.count()).select_from(Finding)) == 0
    assert session.scalar(select(Batch.rows_read)) == 3
