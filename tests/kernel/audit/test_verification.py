"""Whatever is done to the tables behind the platform's back is found."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from supervision.kernel import audit, crypto, db
from supervision.kernel.audit.cli import commands
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.audit.roots import rules as roots
from supervision.kernel.audit.roots.service import sign_root
from supervision.kernel.audit.rules import entry_hash
from supervision.kernel.audit.service import seal_access_log
from supervision.kernel.audit.verification.queries import verify
from supervision.kernel.audit.verification.rules import Fault
from supervision.kernel.crypto import SoftwareProvider, keys

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_keys(tmp_path):
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    yield
    crypto.join(None)


@pytest.fixture(autouse=True)
def ten_acts_and_six_readings(database):
    with db.transaction() as session:
        for number in range(6):
            audit.log_read(session, actor="user:1", object_kind="subject", object_id=number, now=NOW)
    with db.transaction() as session:
        seal_access_log(session, now=NOW)
    for number in range(9):
        with db.transaction() as session:
            audit.record(
                session, actor="user:1", action="act", object_kind="thing", object_id=number, detail={"n": number}, now=NOW
            )


@pytest.fixture
def root_file(tmp_path):
    with db.transaction() as session:
        return sign_root(session, folder=tmp_path / "roots", now=NOW)


@pytest.fixture
def behind_its_back(owner_engine):
    def execute(statement):
        with owner_engine.begin() as connection:
            for table in ("audit_entry", "access_log"):
                connection.execute(text(f"ALTER TABLE kernel.{table} DISABLE TRIGGER USER"))
            connection.execute(text(statement))
            for table in ("audit_entry", "access_log"):
                connection.execute(text(f"ALTER TABLE kernel.{table} ENABLE TRIGGER USER"))

    return execute


def findings(*files):
    held = [(path.name, roots.read(path.read_text())) for path in files]
    with db.reading() as session:
        return [(finding.fault, finding.place) for finding in verify(session, roots=held).findings]


def test_an_untouched_chain_is_sound(root_file):
    with db.reading() as session:
        report = verify(session, roots=[(root_file.name, roots.read(root_file.read_text()))])
    assert report.sound
    assert (report.entries, report.readings, report.roots) == (11, 6, 1)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'user:2'",
        "action = 'other'",
        "object_id = '99'",
        "at = at + interval '1 microsecond'",
        "detail = '{}'",
        "department_id = 1",
        "address = '10.0.0.1'",
        "hash = decode(repeat('00', 32), 'hex')",
        "previous = decode(repeat('00', 32), 'hex')",
        "algorithm = 'SHA-256'",
    ],
)
def test_a_changed_field_is_found_in_its_row(behind_its_back, change):
    behind_its_back(f"UPDATE kernel.audit_entry SET {change} WHERE seq = 5")
    assert findings()[0] == (Fault.CHANGED, 5)


def test_a_changed_row_with_a_matching_hash_breaks_the_next_link(behind_its_back):
    with db.reading() as session:
        row = session.get_one(AuditEntry, 5)
        row.actor = "user:2"
        digest = entry_hash(row, seq=5, previous=row.previous)
        session.rollback()
    behind_its_back(f"UPDATE kernel.audit_entry SET actor = 'user:2', hash = decode('{digest.hex()}', 'hex') WHERE seq = 5")
    assert findings() == [(Fault.CHANGED, 6)]


@pytest.mark.parametrize("seq", [2, 5, 9])
def test_a_removed_row_is_found(behind_its_back, seq):
    behind_its_back(f"DELETE FROM kernel.audit_entry WHERE seq = {seq}")
    assert findings() == [(Fault.REMOVED, seq)]


def test_a_removed_row_is_found_when_the_rest_is_moved_up(behind_its_back):
    behind_its_back("DELETE FROM kernel.audit_entry WHERE seq = 5")
    for seq in range(6, 11):
        behind_its_back(f"UPDATE kernel.audit_entry SET seq = {seq - 1} WHERE seq = {seq}")
    assert findings()[0] == (Fault.REORDERED, 5)


def test_two_rows_that_changed_places_are_found(behind_its_back):
    for before, after in ((4, 100), (7, 4), (100, 7)):
        behind_its_back(f"UPDATE kernel.audit_entry SET seq = {after} WHERE seq = {before}")
    assert findings() == [(Fault.REORDERED, 4), (Fault.REORDERED, 7)]


def test_a_cut_tail_is_found_against_the_root_that_left(behind_its_back, root_file):
    behind_its_back("DELETE FROM kernel.audit_entry WHERE seq > 7")
    assert findings() == []
    assert findings(root_file) == [(Fault.TAIL_CUT, 8)]


def test_a_tail_that_was_written_anew_is_found_against_the_root(behind_its_back, root_file):
    behind_its_back("DELETE FROM kernel.audit_entry WHERE seq > 7")
    for number in range(5):
        with db.transaction() as session:
            audit.record(session, actor="x", action="act", object_kind="thing", object_id=number, detail={}, now=NOW)
    assert findings() == []
    assert findings(root_file) == [(Fault.REWRITTEN, 10)]


def test_an_emptied_chain_is_found_against_the_root(behind_its_back, root_file):
    behind_its_back("TRUNCATE kernel.audit_entry")
    assert findings(root_file) == [(Fault.TAIL_CUT, 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel.access_log SET actor = 'user:2' WHERE id = 3",
        "DELETE FROM kernel.access_log WHERE id = 3",
        "DELETE FROM kernel.access_log WHERE id = 6",
        "UPDATE kernel.access_log SET id = 100 WHERE id = 3",
        "UPDATE kernel.access_log SET at = at - interval '1 day' WHERE id = 3",
    ],
)
def test_a_sealed_reading_cannot_be_changed_or_removed_unseen(behind_its_back, statement):
    behind_its_back(statement)
    assert findings() == [(Fault.ACCESS_CHANGED, 1)]


def test_a_forged_root_is_refused(root_file):
    facts = json.loads(root_file.read_text())
    root_file.write_text(json.dumps({**facts, "seq": 3}))
    assert findings(root_file) == [(Fault.ROOT_INVALID, 0)]
    root_file.write_text("not a root")
    assert findings(root_file) == [(Fault.ROOT_INVALID, 0)]


def test_the_command_says_what_it_found_and_ends_with_one(behind_its_back, root_file):
    command = ["verify", "--root", str(root_file)]
    sound = CliRunner().invoke(commands, command)
    assert (sound.exit_code, "核验通过" in sound.output) == (0, True)
    behind_its_back("UPDATE kernel.audit_entry SET detail = '{}' WHERE seq = 5")
    found = CliRunner().invoke(commands, command)
    assert found.exit_code == 1
    assert "第 5 条" in found.output
