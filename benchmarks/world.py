"""The installations that benchmarks read: the whole registry, and a tenth of it to show growth.

Each is an installation of its own below `var/bench`, loaded once through the same command that an operator uses, and kept.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from sqlalchemy import text

from benchmarks.harness import Ground
from supervision.kernel import db
from supervision.kernel.module import join
from supervision.kernel.servers import addresses, migrations, postgres
from supervision.kernel.servers.supervise import own_command
from supervision.kernel.settings import Settings
from wsgi import PLATFORM

SMALL_PART = 10
LARGE, SMALL = "large", "small"


class DataAbsent(RuntimeError):
    """The registry files are not on this machine."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one run of the load command took."""

    rows: int
    seconds: float
    peak_megabytes: float


def registry(ground: Ground) -> list[Path]:
    """Return the registry files, or say plainly that they are absent."""
    files = sorted((ground.data / "registry").glob("*.parquet")) if ground.data else []
    if not files:
        raise DataAbsent("the registry files are absent (../shared/data/registry, or --data FOLDER): nothing was measured")
    return files


def installation(ground: Ground, size: str) -> Settings:
    """Return the settings of one of the two installations."""
    return replace(ground.settings, var=ground.settings.var / size)


def source(ground: Ground, size: str) -> list[Path]:
    """Return the files that an installation is loaded from; the small one takes every tenth row of each."""
    files = registry(ground)
    if size == LARGE:
        return files
    folder = ground.settings.var / "every-tenth"
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        target = folder / file.name
        if not target.exists():
            pl.read_parquet(file).gather_every(SMALL_PART).write_parquet(target)
    return [folder / file.name for file in files]


@contextmanager
def running(settings: Settings) -> Iterator[None]:
    """Keep the installation's servers up, with this process bound to its database."""
    database, store = addresses.postgres_server(settings), addresses.valkey_server(settings)
    database.start()
    store.start()
    try:
        join(PLATFORM)
        migrations.upgrade(addresses.migration_target(settings))
        db.bind(addresses.database_url(settings))
        yield
    finally:
        db.unbind()
        store.stop()
        database.stop()


def emptied(settings: Settings) -> None:
    """Put an empty, migrated database in the place of what was there."""
    db.unbind()
    shutil.rmtree(settings.var / "attachments", ignore_errors=True)
    server = addresses.postgres_server(settings)
    with server.connect() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {postgres.DATABASE} WITH (FORCE)")
        postgres.create_database(connection, postgres.DATABASE)
        connection.execute("CHECKPOINT")
    migrations.upgrade(addresses.migration_target(settings))
    db.bind(addresses.database_url(settings))


def command(settings: Settings, *words: str) -> tuple[float, float]:
    """Run one of our commands against an installation; return its seconds and its peak resident memory in MB."""
    log = settings.var / "log" / f"{words[0]}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SUPERVISION_VAR": str(settings.var)}
    begin = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(own_command(*words), stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"supervision {' '.join(words[:2])} failed, see {log}: {log.read_text(encoding='utf-8')[-600:]}")
    return elapsed, usage.ru_maxrss / 1024


def load_registry(settings: Settings, files: Sequence[Path]) -> Loaded:
    """Load the files with the operator's command and return what it took, with every row accounted for."""
    elapsed, peak = command(settings, "load", "registry", *map(str, files))
    with db.reading() as session:
        rows = session.execute(text("SELECT coalesce(sum(accepted + held + rejected), 0) FROM intake.batch")).scalar_one()
    return Loaded(int(rows), elapsed, peak)


def ensure_loaded(settings: Settings, files: Sequence[Path]) -> None:
    """Load an installation unless all its rows are there already."""
    expected = sum(pl.scan_parquet(file).select(pl.len()).collect().item() for file in files)
    with db.reading() as session:
        finished = text("SELECT coalesce(sum(rows_read), 0) FROM intake.batch WHERE state = 'finished'")
        if int(session.execute(finished).scalar_one()) >= expected:
            return
    load_registry(settings, files)
