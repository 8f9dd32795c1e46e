"""Datasette over the same firms: one SQLite table of the registry, one row by its key."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl


def build(files: Sequence[Path], target: Path) -> None:
    """Copy the registry into SQLite once; `id` counts the rows."""
    if target.exists():
        return
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(unfinished) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        names: list[str] = []
        for file in files:
            frame = pl.read_parquet(file).select(pl.all().cast(pl.String))
            if not names:
                names = frame.columns
                columns = ", ".join(f'"{name}" TEXT' for name in names)
                connection.execute(f"CREATE TABLE registry (id INTEGER PRIMARY KEY, {columns})")
            marks = ", ".join("?" * len(names))
            listed = ", ".join(f'"{name}"' for name in names)
            connection.executemany(f"INSERT INTO registry ({listed}) VALUES ({marks})", frame.select(names).iter_rows())
        connection.execute('CREATE INDEX registry_code ON registry ("统一社会信用代码")')
    connection.close()
    unfinished.rename(target)


def ids(database: Path, codes: Iterable[str]) -> list[int]:
    """Return the row of each code."""
    connection = sqlite3.connect(database)
    found = [connection.execute('SELECT id FROM registry WHERE "统一社会信用代码" = ?', (code,)).fetchone() for code in codes]
    connection.close()
    return [row[0] for row in found if row]
