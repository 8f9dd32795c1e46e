"""All published files that are at hand, loaded into one empty installation: every row of every file ends somewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from supervision.kernel import db
from supervision.kernel.servers import addresses
from supervision.kernel.settings import PROJECT, Settings

DATA = PROJECT.parent / "shared" / "data"
REGISTRY_ROWS, DECISION_ROWS = 3_002_664, 171_706
"""Data rows of the 32 registry files, and of the twenty others (171,506 in the CSV files, 200 below the header of the xls)."""

BATCHES = """
    SELECT filename, kind, rows_read, accepted, held, rejected, unchanged,
           (SELECT coalesce(sum(rows), 0) FROM intake.chunk c WHERE c.batch_id = b.id) AS kept
    FROM intake.batch b WHERE state = 'finished' ORDER BY id
"""
OPEN = "SELECT kind, count(*) FROM archive.identifier WHERE known_to IS NULL AND batch_id <= :last GROUP BY kind"
WRONG = """
    SELECT count(DISTINCT (batch_id, row_no)) FROM intake.finding
    WHERE rule = 'V03' AND severity = 'reject' AND batch_id <= :last AND message LIKE '%校验码不正确%'
"""


@contextmanager
def installation(folder: Path) -> Iterator[Settings]:
    """Start an installation's servers and bind this process to its database."""
    settings = Settings(var=folder)
    database, store = addresses.postgres_server(settings), addresses.valkey_server(settings)
    database.start()
    store.start()
    try:
        yield settings
    finally:
        db.unbind()
        store.stop()
        database.stop()


def load(settings: Settings, what: str, files: Sequence[Path]) -> None:
    environment = {**os.environ, "SUPERVISION_VAR": str(settings.var)}
    command = [str(Path(sys.executable).with_name("supervision")), "load", what, *map(str, files)]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert not re.search("Traceback", done.stderr)


def rows(settings: Settings) -> list[tuple[object, ...]]:
    db.bind(addresses.database_url(settings))
    with db.reading() as session:
        return [tuple(row) for row in session.execute(text(BATCHES)).all()]


@pytest.mark.prove
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent: there are no real files to load")
def test_every_row_of_every_published_file_ends_somewhere(tmp_path: Path, proof: Callable[..., None]) -> None:
    registry = sorted((DATA / "registry").glob("*.parquet"))
    others = sorted((DATA / "beijing").glob("*.csv"))
    assert (len(registry), len(others)) == (32, 20)
    with installation(tmp_path / "var") as settings:
        load(settings, "registry", registry)
        load(settings, "decisions", others)
        before = rows(settings)
        with db.reading() as session:
            last = session.execute(text("SELECT max(id) FROM intake.batch WHERE kind = 'registration'")).scalar_one()
            kinds = dict(session.execute(text(OPEN), {"last": len(registry)}).all())
            wrong = session.execute(text(WRONG), {"last": len(registry)}).scalar_one()
        load(settings, "decisions", others)
        again = rows(settings)
    told(before)
    sums = [sum(int(str(row[place])) for row in before) for place in range(2, 6)]
    proof(files=len(before), read=sums[0], accepted=sums[1], held=sums[2], rejected=sums[3], wrong_check_digits=wrong, **kinds)
    assert last
    assert len(before) == len(registry) + len(others)
    assert sums[0] == REGISTRY_ROWS + DECISION_ROWS
    assert all(row[2] == row[3] + row[4] + row[5] == row[7] for row in before)  # type: ignore[operator]  # counts
    assert wrong == 192  # as counted apart from the platform
    assert before == again


def told(found: list[tuple[object, ...]]) -> None:
    """Print the table for whoever runs the proof with -s."""
    for name, kind, read, accepted, held, rejected, unchanged, _kept in found:
        print(f"{name}\t{kind}\t{read}\t{accepted}\t{held}\t{rejected}\t{unchanged}")  # noqa: T201 - asked for with -s
