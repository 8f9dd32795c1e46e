from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from supervision.accounts.models import Department, User
from supervision.archive.subjects.models import Record, Registration, Subject
from supervision.city.cli import seed_city
from supervision.city.module import demo_accounts
from supervision.city.offices.features import workers
from supervision.city.service import city_files, seed
from supervision.intake.models import Batch
from supervision.kernel.clock import now
from supervision.kernel.db import reading

BRANCHES = text(
    "SELECT p.name, b.name FROM archive.relation AS r JOIN archive.registration AS p ON p.subject_id = r.from_id"
    " AND p.known_to IS NULL JOIN archive.registration AS b ON b.subject_id = r.to_id AND b.known_to IS NULL"
    " WHERE r.kind = 'branch' AND p.department_id = 2 AND b.department_id = 2"
)
COUNTED = (Department, User, Subject, Registration, Record, Batch)


@pytest.fixture(scope="session")
def template(seeded: str) -> str:
    return seeded


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    return tmp_path


def counts() -> list[int]:
    with reading() as session:
        return [session.execute(select(func.count()).select_from(model)).scalar_one() for model in COUNTED]


def test_the_city_comes_in_through_the_doors_and_only_once(database: str, var: Path) -> None:
    with reading() as session:
        batches = session.execute(select(Batch.kind, Batch.rows_read, Batch.accepted, Batch.held, Batch.rejected)).all()
    for batch in batches:
        assert batch.rows_read == batch.accepted + batch.held + batch.rejected
    standing = counts()
    departments, users, subjects, _, records, files = standing
    assert departments >= 20
    assert (users, subjects, files) == (len(workers()), 2000, len(city_files()))
    assert records == sum(
        item.accepted + item.held for item in batches if item.kind not in {"registration", "relation", "power"}
    )
    again = list(seed(var / "city", now=now() + timedelta(days=1)))
    assert all(item.known_before for item in again)
    assert counts() == standing


def test_branches_and_disagreements_of_the_city_are_seen_in_its_archives(database: str) -> None:
    with reading() as session:
        branches = session.execute(BRANCHES).all()
        disputed = session.execute(text("SELECT count(DISTINCT subject_id) FROM archive.field_conflict")).scalar_one()
    assert len(branches) == 36
    assert all(branch.startswith(parent) for parent, branch in branches)
    assert disputed >= 40


def test_every_fact_of_the_city_says_where_it_comes_from(database: str) -> None:
    with reading() as session:
        orphaned = session.execute(
            text(
                "SELECT count(*) FROM archive.registration AS fact LEFT JOIN intake.batch AS batch ON batch.id = fact.batch_id"
                " WHERE batch.id IS NULL OR fact.row_no IS NULL"
            )
        )
        assert orphaned.scalar_one() == 0


def test_a_database_of_ones_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    answer = CliRunner().invoke(seed_city)
    assert answer.exit_code != 0
    assert "--force-demo" in answer.output


def test_one_account_for_each_role_is_told(database: str, var: Path) -> None:
    assert len({account.login for account in demo_accounts()}) == 16
