"""How fast decisions are checked against the standard, and how long a workbook of 100,000 of them takes to be stored."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy import text

from benchmarks import marshmallow_peer, world
from benchmarks.harness import Benchmark, Figure, Ground
from credit.reporting.module import row_kind
from credit.standards.schemas import Table, table_of
from supervision.intake.kinds import CheckContext
from supervision.intake.layouts.rules import mapping_for
from supervision.intake.loading.rules import typed
from supervision.intake.models import CHUNK_ROWS
from supervision.intake.workbooks.service import write_table
from supervision.kernel import db
from supervision.kernel.identifiers.uscc import uscc_check

TABLE = "sgs-2021-penalty-legal"
ROWS, SAMPLE, FIRMS = 100_000, 2_000, 20_000
RECEIVED = date(2026, 11, 20)
BATCH = text("SELECT accepted + held + rejected, rejected FROM intake.batch WHERE kind = :kind ORDER BY id DESC LIMIT 1")
STORED = text("SELECT count(*) FROM credit.decision")
VIOLATIONS = ("标签不符合规定", "未按规定公示年度报告", "超出经营范围从事经营", "使用未经检定的计量器具", "发布虚假广告")
AUTHORITIES = ("云汀市市场监督管理局", "云汀市应急管理局", "云汀市生态环境局", "云汀市文化和旅游局")


class RowsDiffer(AssertionError):
    """The two sides do not refuse the same rows, so that their speeds must not be compared."""


def code(prefix: str, number: int) -> str:
    """Return an invented code with the right check character."""
    body = f"{prefix}MA{number:07d}"
    return body + uscc_check(body)


def firm(number: int) -> str:
    return f"云汀{number:05d}号食品有限公司"


def row(number: int, chance: random.Random) -> dict[str, str | None]:
    """Return one penalty as text; one in twenty has something wrong with it."""
    who, where = chance.randrange(FIRMS), chance.randrange(len(AUTHORITIES))
    fine, decided = chance.randrange(1, 500) * 100, RECEIVED - timedelta(days=chance.randrange(1, 400))
    office = code("11310100", where)
    violation = chance.choice(VIOLATIONS)
    made: dict[str, str | None] = {
        "subject_name": firm(who),
        "party_kind": "法人及非法人组织",
        "code": code("91310115", who),
        "legal_rep": "沈某某",
        "doc_no": f"云罚〔{decided.year}〕第{number}号",
        "violation": violation,
        "facts": f"当事人{violation}，有现场检查笔录和询问笔录在案，违法所得无法计算，案值{fine * 3}元。" * 3,
        "basis": "食品安全法第一百二十五条第一款第二项；行政处罚法第二十八条第一款",
        "category": "罚款",
        "result": f"责令改正；罚款人民币{fine}元",
        "amount": f"{fine / 10_000:.6f}",
        "occurred_on": decided.isoformat(),
        "valid_to": "2099-12-31",
        "authority": AUTHORITIES[where],
        "authority_code": office,
        "source_name": AUTHORITIES[where],
        "source_code": office,
        "severity": "一般",
        "remedy_channel": "六十日内申请行政复议，或六个月内提起行政诉讼",
    }
    if number % 20 == 0:
        made |= chance.choice(
            ({"amount": None}, {"code": "91310115MA0000000X"}, {"category": "打板子"}, {"occurred_on": "2027-01-01"})
        )
    return made


def rows(count: int) -> list[dict[str, str | None]]:
    """Return invented penalties, the same on every run."""
    chance = random.Random(4)  # noqa: S311 - invented rows, no secret
    return [row(number, chance) for number in range(1, count + 1)]


def labelled(table: Table, made: list[dict[str, str | None]]) -> pl.DataFrame:
    """Return the rows under the headers of the standard, with their numbers, as they come out of a file."""
    labels = {column.name: column.label for column in table.columns if column.name in made[0]}
    frame = pl.DataFrame(
        [{labels[name]: value for name, value in one.items()} for one in made], schema=dict.fromkeys(labels.values(), pl.String)
    )
    return frame.with_row_index("row_no", 1).with_columns(pl.col("row_no").cast(pl.Int64))


def checked(table: Table, raw: pl.DataFrame) -> tuple[set[int], float]:
    """Return which rows our checks refuse, by place, and the seconds from text to findings, chunk by chunk as the door does it."""
    kind = row_kind(table)
    mapping = mapping_for([name for name in raw.columns if name != "row_no"], kind)
    places: set[int] = set()
    begin = time.perf_counter()
    for part in raw.iter_slices(CHUNK_ROWS):
        frame, findings = typed(part, kind, mapping)
        for found in (*findings, kind.check(frame, CheckContext(RECEIVED))):
            places.update(found.filter(pl.col("severity") == "reject")["row_no"].to_list())
    return {place - 1 for place in places}, time.perf_counter() - begin


def validation(count: int, sample: int) -> Figure:
    """Return how many times faster our checks are than row by row, on rows that both judge alike."""
    table, made = table_of(TABLE), rows(count)
    raw = labelled(table, made)
    checked(table, raw.head(CHUNK_ROWS))
    ours, seconds = checked(table, raw)
    theirs, peer_seconds = marshmallow_peer.refused(marshmallow_peer.schema_of(table, received_on=RECEIVED), made[:sample])
    if {place for place in ours if place < sample} != theirs:
        raise RowsDiffer(sorted({place for place in ours if place < sample} ^ theirs)[:10])
    against = (
        f"marshmallow, {sample / peer_seconds:,.0f} rows/s on {sample:,} of the same rows; ours {count / seconds:,.0f} rows/s"
    )
    return Figure("validate.marshmallow_ratio", (count / seconds) / (sample / peer_seconds), "", against, count)


def workbook(path: Path, count: int) -> None:
    """Write penalties as a workbook in the layout of the standard."""
    raw = labelled(table_of(TABLE), rows(count)).drop("row_no")
    with path.open("wb") as stream:
        write_table(stream, header=raw.columns, rows=raw.iter_rows())


def registry(path: Path) -> None:
    """Write the firms that the penalties are about, as a registrar has them."""
    firms = range(FIRMS)
    frame = pl.DataFrame(
        {"企业名称": [firm(number) for number in firms], "统一社会信用代码": [code("91310115", number) for number in firms]}
    )
    frame.write_csv(path)


def stored(ground: Ground, count: int) -> Iterator[Figure]:
    """Load the firms, then the workbook, with the commands of an operator; every row must have a verdict."""
    settings = world.installation(ground, "workbook")
    settings.var.mkdir(parents=True, exist_ok=True)
    file, firms = settings.var / "penalties.xlsx", settings.var / "firms.csv"
    workbook(file, count)
    registry(firms)
    with world.running(settings):
        world.emptied(settings)
        world.command(settings, "load", "registry", str(firms))
        seconds, peak = world.command(settings, "report", str(file), "--table", TABLE)
        with db.reading() as session:
            judged, rejected = session.execute(BATCH, {"kind": TABLE}).one()
            decisions = session.execute(STORED).scalar_one()
    if (judged, decisions) != (count, count - rejected):
        raise RowsDiffer(f"{judged} of {count} rows judged, {decisions} decisions, {rejected} refused")
    against = f"{decisions:,} decisions and their records stored, {rejected:,} rows refused, with process start"
    yield Figure("workbook.seconds", seconds, "s", against, count)
    yield Figure("workbook.peak_mb", peak, "MB", "resident memory of the reporting process", count)


def run(ground: Ground) -> Iterator[Figure]:
    """Measure the checks, then the whole way of a workbook."""
    yield validation(ROWS, SAMPLE)
    yield from stored(ground, ROWS)


BENCHMARKS = (Benchmark("standards", run, order=60),)
