from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from supervision.kernel import audit, db
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.audit.queries import Asked, actions, entries, length, readings
from supervision.kernel.audit.service import seal_access_log

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


def act(session, action="test.act", **changes):
    values = {"actor": "user:1", "object_kind": "thing", "object_id": 7, "detail": {"a": "甲"}, "now": NOW}
    audit.record(session, action=action, **{**values, **changes})


def chain():
    with db.reading() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()


def test_each_entry_holds_the_hash_of_the_one_before():
    for _ in range(3):
        with db.transaction() as session:
            act(session)
            act(session, action="test.second")
    stored = chain()
    assert [entry.seq for entry in stored] == [1, 2, 3, 4, 5, 6]
    assert [entry.previous for entry in stored] == [bytes(32), *(entry.hash for entry in stored[:-1])]
    assert stored[0].details == {"a": "甲"}


def test_an_act_that_was_rolled_back_never_was():
    with db.Session(db.engine()) as session:
        act(session)
        session.rollback()
        session.commit()
    with db.transaction() as session:
        act(session, action="test.later")
    assert [entry.action for entry in chain()] == ["test.later"]


def test_a_savepoint_takes_its_acts_with_it():
    with db.transaction() as session:
        act(session, action="test.before")
        with session.begin_nested() as inner:
            act(session, action="test.lost")
            inner.rollback()
        with session.begin_nested():
            act(session, action="test.kept")
    assert sorted(entry.action for entry in chain()) == ["test.before", "test.kept"]


def test_many_writers_make_one_chain_without_gaps():
    def write(number):
        with db.transaction() as session:
            act(session, object_id=number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    stored = chain()
    assert [entry.seq for entry in stored] == list(range(1, 61))
    assert all(later.previous == earlier.hash for earlier, later in pairwise(stored))


def test_text_that_no_database_takes_is_kept_as_far_as_it_can_be():
    with db.transaction() as session:
        act(session, actor="a\0b", detail={"name": "x\0\ud800"})
    assert chain()[0].actor == "a\ufffdb"


@pytest.mark.parametrize("table", ["audit_entry", "access_log"])
@pytest.mark.parametrize("statement", ["UPDATE kernel.{} SET actor = 'x'", "DELETE FROM kernel.{}", "TRUNCATE kernel.{}"])
def test_the_application_cannot_change_what_was_written(table, statement):
    with db.transaction() as session:
        act(session)
        audit.log_read(session, actor="user:1", object_kind="subject", object_id=1, now=NOW)
    with pytest.raises(DBAPIError, match="permission denied"), db.transaction() as session:
        session.execute(text(statement.format(table)))


@pytest.mark.parametrize(
    "statement", ["UPDATE kernel.audit_entry SET actor = 'x'", "DELETE FROM kernel.audit_entry", "TRUNCATE kernel.audit_entry"]
)
def test_even_the_owner_is_held_by_the_trigger(owner_engine, statement):
    with db.transaction() as session:
        act(session)
    with pytest.raises(DBAPIError, match="rows are only added"), owner_engine.begin() as connection:
        connection.execute(text(statement))


def test_readings_are_sealed_in_batches_and_each_row_once():
    for number in range(5):
        with db.transaction() as session:
            audit.log_read(session, actor="user:1", object_kind="subject", object_id=number, now=NOW, purpose="核查")
    counts = []
    for _ in range(4):
        with db.transaction() as session:
            counts.append(seal_access_log(session, now=NOW, limit=2))
    assert counts == [2, 2, 1, 0]
    assert [(entry.details["first"], entry.details["last"]) for entry in chain()] == [(1, 2), (3, 4), (5, 5)]


def test_sealing_waits_for_a_reader_who_has_drawn_a_smaller_number():
    with db.Session(db.engine()) as slow:
        audit.log_read(slow, actor="user:1", object_kind="subject", object_id=1, now=NOW)
        with db.transaction() as session:
            audit.log_read(session, actor="user:2", object_kind="subject", object_id=2, now=NOW)
        with pytest.raises(DBAPIError, match="lock timeout"), db.transaction() as session:
            seal_access_log(session, now=NOW)
        slow.rollback()
    with db.transaction() as session:
        assert seal_access_log(session, now=NOW) == 1


def test_acts_are_found_by_actor_action_object_and_time():
    for number in range(4):
        with db.transaction() as session:
            act(session, actor=f"user:{number % 2}", object_id=number, now=NOW + timedelta(hours=number))
            audit.log_read(session, actor=f"user:{number}", object_kind="subject", object_id=1, now=NOW)
    with db.reading() as session:
        assert [entry.object_id for entry in entries(session, asked=Asked(actor="user:1"))] == ["3", "1"]
        assert [entry.object_id for entry in entries(session, asked=Asked(object_id="2"))] == ["2"]
        late = Asked(since=NOW + timedelta(hours=2))
        assert [entry.object_id for entry in entries(session, asked=late, limit=1)] == ["3"]
        assert [entry.object_id for entry in entries(session, asked=Asked(), below=3)] == ["1", "0"]
        assert [row.actor for row in readings(session, asked=Asked(actor="user:3"))] == ["user:3"]
        assert actions(session) == ["test.act"]
        assert length(session) == 4
