from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from supervision.city.firms.features import firms
from supervision.city.firms.holding.features import relation_files
from supervision.city.firms.reporting.features import registration_files
from supervision.city.service import found_offices, load
from supervision.kernel.db import reading, transaction
from supervision.overlay import queries
from supervision.overlay.errors import NothingToLieOn, OverlayStands
from supervision.overlay.schemas import SOURCE_CODE, Amounts
from supervision.overlay.service import lay, remove

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SCALE = 0.001
TABLES = ("subject", "name", "identifier", "registration", "relation", "record", "event")


def nothing(_what: str, _count: int) -> None:
    """Say nothing."""


def state() -> Mapping[str, object]:
    """Return how many rows each table has, a digest of the relations, and which indexes stand."""
    with reading() as session:
        counts = {table: session.execute(text(f"SELECT count(*) FROM archive.{table}")).scalar_one() for table in TABLES}
        relations = text("SELECT md5(string_agg(relation::text, '|' ORDER BY id)) FROM archive.relation AS relation")
        indexes = text("SELECT array_agg(indexdef ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'archive'")
        keys = text(
            "SELECT array_agg(conname::text ORDER BY conname) FROM pg_constraint WHERE connamespace = 'archive'::regnamespace"
        )
        more = {name: session.execute(query).scalar_one() for name, query in (("r", relations), ("i", indexes), ("k", keys))}
    return {**counts, **more}


@pytest.fixture
def register(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register with firms and real holdings to lie on."""
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    with transaction() as session:
        found_offices(session, now=NOW)
    everyone = firms()
    load(registration_files(everyone)[0], tmp_path, now=NOW)
    load(relation_files(everyone)[0], tmp_path, now=NOW)


def test_the_overlay_is_laid_whole_and_taken_away_without_a_trace(register: None) -> None:
    before = state()
    lay(scale=SCALE, now=NOW, report=nothing)
    with reading() as session:
        source = session.execute(
            text("SELECT id FROM accounts.department WHERE code = :code"), {"code": SOURCE_CODE}
        ).scalar_one()
        laid = queries.counts(session, source)
        told = text("SELECT count(*) FROM archive.event WHERE department_id = :source")
        events = session.execute(told, {"source": source}).scalar_one()
    amounts = Amounts.scaled(SCALE)
    assert laid == {**dict(amounts.records), "relation": amounts.relations, "person": amounts.persons}
    assert events == sum(dict(amounts.records).values())
    remove(report=nothing)
    assert state() == before


def test_two_overlays_do_not_lie_on_each_other(register: None) -> None:
    lay(scale=SCALE, now=NOW, report=nothing)
    with pytest.raises(OverlayStands):
        lay(scale=SCALE, now=NOW, report=nothing)
    remove(report=nothing)
    lay(scale=SCALE, now=NOW, report=nothing)


def test_an_empty_archive_has_nothing_to_lie_on(database: str) -> None:
    with pytest.raises(NothingToLieOn):
        lay(scale=SCALE, now=NOW, report=nothing)
    remove(report=nothing)
