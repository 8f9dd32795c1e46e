"""The peer of the registry load: COPY of the same rows into one plain table, the way a careful operator would do it.

One table of all registry columns and the pairs of characters of the name, btrees on code and name, trigram and pair GIN on the
name. The indexes are built after COPY, which is the faster way (with the indexes in place it took half as long again).
The CSV that it copies is ready on disk before the clock starts, so the peer neither reads Parquet nor checks anything.
"""

import re
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import psycopg
from psycopg import sql

NOT_A_WORD = re.compile(r"[\W_]")
BLOCK = 1 << 20
INDEXES = (
    "CREATE INDEX ON flat (code)",
    "CREATE INDEX ON flat (name)",
    "CREATE INDEX ON flat USING gin (name gin_trgm_ops)",
    "CREATE INDEX ON flat USING gin (grams)",
)
COLUMNS = ("name", "code", "registered_on", "type", "legal_rep", "capital", "scope", "province", "region", "address")


def pairs(name: str) -> str:
    """Return the pairs of characters of a name as a PostgreSQL array literal."""
    plain = NOT_A_WORD.sub("", name)
    return "{" + ",".join({plain[i : i + 2] for i in range(len(plain) - 1)}) + "}"


def write_csv(files: Sequence[Path], target: Path) -> int:
    """Write all rows with their pairs as CSV and return how many there are."""
    rows = 0
    with target.open("wb") as out:
        for file in files:
            frame = pl.read_parquet(file).select(pl.all().cast(pl.String).str.replace_all("\x00", ""))
            names = frame.get_column("企业名称").fill_null("").to_list()
            frame.with_columns(pl.Series("grams", [pairs(name) for name in names])).write_csv(out, include_header=False)
            rows += frame.height
    return rows


def seconds(url: str, csv: Path) -> float:
    """Return how long COPY and indexes take, committed and synchronous."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("DROP TABLE IF EXISTS flat")
        columns = ", ".join(f"{name} text" for name in COLUMNS)
        connection.execute(sql.SQL("CREATE TABLE flat (" + columns + ", grams text[])"))
        connection.execute("SET maintenance_work_mem = '1GB'")
        begin = time.perf_counter()
        with csv.open("rb") as source, connection.cursor().copy("COPY flat FROM STDIN (FORMAT csv)") as copy:
            while block := source.read(BLOCK):
                copy.write(block)
        for statement in INDEXES:
            connection.execute(statement)
        elapsed = time.perf_counter() - begin
        connection.execute("DROP TABLE flat")
    return elapsed
