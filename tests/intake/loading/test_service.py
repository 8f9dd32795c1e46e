from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supervision.intake import queries, service
from supervision.intake.loading.schemas import Outcome
from supervision.intake.models import Chunk
from supervision.intake.schemas import Submission
from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
COLUMNS = "行政相对人名称,检查机关,检查结果,检查日期"
ROW = "云汀岚溪食品有限公司,云汀市应急管理局,合格,2026-05-06"
PLAIN = f"{COLUMNS}\n{ROW}\n"
PERSONAL = f"{COLUMNS},身份证号\n{ROW},YT-0001-2345\n"


@pytest.fixture
def load(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Outcome]]:
    """Hand a text in as a file of inspections and load it, with keys of its own."""
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))

    def run(content: str) -> Outcome:
        path = tmp_path / "检查.csv"
        path.write_text(content, encoding="utf-8")
        submission = Submission(path, path.name, 1, "来源未指明", "user:1", kind="inspection")
        with transaction() as session:
            batch = service.receive(session, submission, now=NOW).batch.id
        return service.run([batch], clock=lambda: NOW)[0]

    yield run
    crypto.join(None)


def blob(batch_id: int) -> bytes:
    with reading() as session:
        return session.get_one(Chunk, (batch_id, 0)).raw


def test_rows_with_personal_fields_are_kept_encrypted_and_read_back_as_they_came(load):
    batch = load(PERSONAL).batch_id
    assert not blob(batch).startswith(b"PAR1")
    with reading() as session:
        assert queries.raw_row(session, batch, 1)["身份证号"] == "YT-0001-2345"


def test_rows_without_personal_fields_are_kept_as_they_came(load):
    batch = load(PLAIN).batch_id
    assert blob(batch).startswith(b"PAR1")
    with reading() as session:
        assert queries.raw_row(session, batch, 1)["检查结果"] == "合格"


def test_a_file_with_personal_fields_is_refused_where_no_key_was_made(load, tmp_path):
    crypto.join(SoftwareProvider(keys.load(tmp_path / "nothing")))
    outcome = load(PERSONAL)
    assert outcome.state == "failed"
    assert "supervision keys create" in (outcome.error or "")
    assert outcome.rows_read == 0
