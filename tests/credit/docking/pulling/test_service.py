"""A department's table is read page by page: every row once, nothing lost at any crash, nothing changed by what comes again."""

from datetime import datetime
from itertools import cycle

import pytest

from credit.docking import service
from credit.docking.errors import (
    AccountMayWrite,
    ColumnsMissing,
    ConnectionRefused,
    DatabaseMissing,
    KeyRepeats,
    LoginRefused,
    TableMissing,
    WatermarkNotOrdered,
    WatermarkWentBackwards,
)
from credit.docking.models import DockingSource
from credit.docking.states import RunState, SourceState, Trigger
from supervision.kernel import crypto
from supervision.kernel.db import transaction
from tests.credit.docking.conftest import Office
from tests.factories.foreign import WRITER, WRITES, free_port
from tests.factories.rows import ask


def decisions() -> int:
    return ask("SELECT count(*) FROM credit.decision")[0][0]


def received() -> list[tuple]:
    return ask("SELECT number, known_before, rows, accepted, unchanged FROM credit.docking_page ORDER BY id")


def test_what_is_new_is_taken_and_the_same_again_changes_nothing(office: Office):
    office.rows(1, 150)
    office.create()
    look = office.look()
    assert (look.ordered, len(look.rows), look.warnings) == ("time", 5, ())
    office.start()
    run = office.pull()
    assert (run.state, decisions()) == (RunState.FINISHED, 150)
    assert [row[2] for row in received()] == [100, 50]
    assert office.reports == [100, 150]
    versions = ask("SELECT sum(version) FROM credit.decision")
    office.pull()
    office.pull()
    office.rows(151, 160)
    office.pull()
    assert (decisions(), ask("SELECT sum(version) FROM credit.decision WHERE id <= 150")) == (160, versions)
    assert ask("SELECT count(*) FROM intake.chunk WHERE rejected > 0") == [(0,)]
    assert office.source.position["key"]["text"] == "160"


def test_only_the_columns_that_are_mapped_leave_the_department(one_office: Office):
    one_office.rows(1, 3)
    one_office.create()
    look = one_office.look()
    assert "内＊＊" in {cell for row in look.rows for cell in row}
    one_office.start()
    one_office.pull()
    stored = ask("SELECT mapping::text FROM intake.batch WHERE kind LIKE 'sgs%'")[0][0]
    assert "inner_note" not in stored
    assert "inner_note" not in one_office.source.mapping["columns"]


def test_crashes_at_every_step_lose_nothing_and_repeat_nothing(one_office: Office):
    """The process ends at the first, second, third … instant that it notes; each time it is started again."""
    one_office.rows(1, 230)
    one_office.create()
    one_office.look()
    one_office.start()
    run_id, crashes = one_office.ask(), 0
    for stamina in cycle((1, 2, 3, 4, 5, 6)):
        one_office.trouble_at = one_office.ticks + stamina
        try:
            one_office.pull(run_id)
        except ConnectionResetError:
            crashes += 1
        if one_office.run(run_id).state != RunState.RUNNING:
            break
    assert crashes > 5
    assert (one_office.run(run_id).state, decisions()) == (RunState.FINISHED, 230)
    assert ask("SELECT sum(rows), count(*) FILTER (WHERE settled_at IS NULL) FROM credit.docking_page") == [(230, 0)]
    assert ask("SELECT max(version) FROM credit.decision") == [(1,)]


def test_a_row_that_was_committed_late_under_an_older_time_is_found_by_looking_back(one_office: Office):
    one_office.rows(1, 14)
    one_office.rows(16, 20)
    one_office.create(overlap=10)
    one_office.look()
    one_office.start()
    one_office.pull()
    one_office.rows(15, 15)
    one_office.pull()
    assert decisions() == 20


def test_many_rows_of_one_instant_are_told_apart_by_their_keys(office: Office):
    office.rows(1, 120, minutes=0)
    office.create(overlap=0)
    office.look()
    office.start()
    office.pull()
    assert decisions() == 120


def test_a_key_that_repeats_is_refused_before_a_row_could_be_lost(one_office: Office):
    one_office.rows(1, 3, minutes=0)
    one_office.create(key="XK_XKJG")
    one_office.look()
    one_office.start()
    with pytest.raises(KeyRepeats):
        one_office.pull()
    assert one_office.source.state == SourceState.PAUSED


def test_an_account_that_may_write_is_refused(office: Office):
    office.rows(1, 3)
    office.create(username=WRITER, password=WRITES)
    with pytest.raises(AccountMayWrite, match="不是只读账号"):
        office.look()
    assert decisions() == 0


def test_rights_that_grew_since_the_trial_are_noticed_at_the_next_run(office: Office):
    office.rows(1, 3)
    office.create()
    office.look()
    office.start()
    host = "" if office.server.driver == "postgresql" else "@'127.0.0.1'"
    name = f'"{office.table}"' if office.server.driver == "postgresql" else f"`{office.table}`"
    office.server.run(f"GRANT INSERT ON {name} TO liaison{host}")
    try:
        with pytest.raises(AccountMayWrite, match=office.table):
            office.pull()
    finally:
        office.server.run(f"REVOKE INSERT ON {name} FROM liaison{host}")
    assert (office.source.state, decisions()) == (SourceState.PAUSED, 0)
    assert "SELECT" in office.source.trouble


WRONG = (
    ({"password": "wrong"}, LoginRefused),
    ({"database": "nowhere"}, DatabaseMissing),
    ({"table": "no_such_table"}, TableMissing),
    ({"watermark": "no_such_column"}, ColumnsMissing),
    ({"watermark": "XK_WSH"}, WatermarkNotOrdered),
)


def test_what_is_wrong_is_told_with_a_remedy(office: Office):
    for number, (change, error) in enumerate(WRONG):
        office.create(name=f"来源{number}", **change)
        with pytest.raises(error) as refused:
            office.look()
        assert refused.value.remedy_text
        assert refused.value.pauses


def test_a_port_where_nobody_listens_leaves_the_plan_going(one_office: Office):
    one_office.rows(1, 3)
    one_office.create()
    one_office.look()
    one_office.start()
    with transaction() as session:
        session.get_one(DockingSource, one_office.source_id).port = free_port()
    run_id = one_office.ask()
    with pytest.raises(ConnectionRefused):
        one_office.pull(run_id)
    assert one_office.source.state == SourceState.ACTIVE
    assert "拒绝连接" in one_office.run(run_id).error


def test_a_watermark_that_goes_backwards_stops_until_somebody_begins_anew(one_office: Office):
    one_office.rows(1, 120)
    one_office.create()
    one_office.look()
    one_office.start()
    one_office.pull()
    mark = '"' if one_office.server.driver == "postgresql" else "`"
    one_office.server.run(f"DELETE FROM {mark}{one_office.table}{mark} WHERE id > 60")
    with pytest.raises(WatermarkWentBackwards, match="早于已取到"):
        one_office.pull()
    assert one_office.source.state == SourceState.PAUSED
    with transaction() as session:
        source = session.get_one(DockingSource, one_office.source_id)
        service.from_the_start(session, source, actor="person:1", now=one_office.moment)
        service.start(session, source, actor="person:1", now=one_office.moment)
    run = one_office.pull()
    assert (run.state, decisions()) == (RunState.FINISHED, 120)


def test_an_instant_far_ahead_does_not_lift_the_watermark_over_what_is_to_come(office: Office):
    office.rows(1, 3)
    office.rows(9_000_000, 9_000_000)
    office.create()
    assert "明天之后" in office.look().warnings[0]
    office.start()
    run = office.pull()
    assert (decisions(), "明天之后" in run.warning) == (3, True)
    assert datetime.fromisoformat(office.source.position["watermark"]["text"]).year == 2026


def test_a_plan_that_is_paused_ends_after_its_page_and_a_person_may_still_ask(one_office: Office):
    one_office.rows(1, 250)
    one_office.create()
    one_office.look()
    one_office.start()

    def paused_meanwhile(_rows: int, _words: str) -> None:
        with transaction() as session:
            source = session.get_one(DockingSource, one_office.source_id)
            service.pause(session, source, actor="person:1", now=one_office.moment)

    run = one_office.pull(report=paused_meanwhile)
    assert (run.state, decisions()) == (RunState.STOPPED, 100)
    run = one_office.pull(one_office.ask(Trigger.MANUAL))
    assert (run.state, decisions()) == (RunState.FINISHED, 250)


def test_a_run_that_was_called_off_stops_at_a_page(one_office: Office):
    one_office.rows(1, 120)
    one_office.create()
    one_office.look()
    one_office.start()
    assert one_office.pull(called_off=lambda: True).state == RunState.STOPPED
    assert crypto.provider().decrypt("credit.docking", one_office.source.secret).decode() == "Reads-only-2026"
