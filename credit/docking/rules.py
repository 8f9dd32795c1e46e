"""What settings of a source must be like, when it is due, and how its first rows are shown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from credit.docking.errors import ColumnUsedTwice, FieldRefused, MappingIncomplete
from credit.docking.reaching.rules import is_host
from credit.docking.reading.rules import written
from credit.docking.schemas import MOST_PAGE_ROWS, Settings
from supervision.archive.subjects.masking.rules import masked_text
from supervision.intake.kinds import FieldType, RowKind
from supervision.intake.layouts.rules import missing_fields
from supervision.intake.layouts.schemas import YUAN
from supervision.intake.layouts.schemas import Mapping as Meaning
from supervision.intake.reading.headers.rules import column_names
from supervision.kernel.clock import legal_date

SHOWN: Final = 40
LONGEST: Final = 120
COVER: Final = "＊＊"
RANGES: Final = {
    "port": ("端口", 1, 65535),
    "page_rows": ("每页行数", 100, MOST_PAGE_ROWS),
    "timeout_seconds": ("语句时限", 1, 300),
    "every_minutes": ("间隔", 5, 10_080),
    "overlap": ("回看", 0, 100_000),
}


def check(settings: Settings) -> None:
    """Refuse settings that cannot be meant.

    依据: 平台安全规则；库表约束。
    单位: 端口、行、秒、分钟。
    错误: FieldRefused。
    """
    for fault in _faults(settings):
        raise FieldRefused(fault=fault)


def _faults(settings: Settings) -> Iterator[str]:
    for name, (label, least, most) in RANGES.items():
        if not least <= getattr(settings, name) <= most:
            yield f"{label}须在 {least} 至 {most} 之间"
    if not is_host(settings.host):
        yield "主机只填一个主机名或 IP 地址，不带端口、路径和空格"
    for label, text in _texts(settings):
        if not text or len(text) > LONGEST or not text.isprintable():
            yield f"{label}须为 1 至 {LONGEST} 个可见字符"
    if settings.watermark == settings.key and settings.overlap:
        yield "水位列与主键列相同时回看填 0"
    if settings.ends_on is not None and settings.ends_on < settings.starts_on:
        yield "计划止日早于起日"


def _texts(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "名称", settings.name
    yield "数据库名", settings.database
    yield "表或视图", settings.table
    yield "账号", settings.username
    yield "水位列", settings.watermark
    yield "主键列", settings.key
    if settings.schema is not None:
        yield "模式名", settings.schema


def meaning(chosen: Mapping[str, str], constants: Mapping[str, str], in_yuan: frozenset[str], kind: RowKind) -> Meaning:
    """Return what a person said the columns mean: field → column turned round, with units and constants.

    依据: V01（必填项）；每列只用一次。
    单位: 金额列可以元计。
    错误: ColumnUsedTwice, MappingIncomplete。
    """
    columns: dict[str, str] = {}
    for item in kind.fields:
        name = chosen.get(item.name)
        if not name:
            continue
        if name in columns:
            raise ColumnUsedTwice(column=name, fields="、".join(kind.field(one).label for one in (columns[name], item.name)))
        columns[name] = item.name
    used = set(columns.values())
    units = {item.name: YUAN for item in kind.fields if item.type is FieldType.MONEY_WAN and item.name in in_yuan & used}
    fixed = {
        item.name: text for item in kind.fields if item.name not in used and (text := constants.get(item.name, "").strip())
    }
    made = Meaning(columns, units, fixed)
    missing = missing_fields(made, kind)
    if missing:
        raise MappingIncomplete(fields="、".join(missing))
    return made


def as_received(made: Meaning, names: Sequence[str]) -> tuple[tuple[str, ...], Meaning]:
    """Return the header under which the columns come through the door, and the meaning in its terms.

    依据: 门内列名的写法（column_names）。
    单位: 无。
    错误: 无。
    """
    header = column_names(names)
    called = dict(zip(names, header, strict=True))
    return header, Meaning({called[name]: field for name, field in made.columns.items()}, made.units, made.constants)


def covered(
    names: Sequence[str], row: Sequence[Any], meant: Mapping[str, str], kind: RowKind, *, plain: str
) -> tuple[str, ...]:
    """Return a row as a trial shows it: personal fields and columns of unknown meaning by their first character.

    The column by which the table is read is a time or a number, and shown.

    依据: 个人信息保护法第六条（最小必要）。
    单位: 无。
    错误: 无。
    """
    personal = {item.name for item in kind.fields if item.personal}
    known = {**meant, **({} if plain in meant else {plain: ""})}
    return tuple(_covered(written(cell), known.get(name), personal) for name, cell in zip(names, row, strict=True))


def _covered(text: str | None, field: str | None, personal: set[str]) -> str:
    if not text:
        return ""
    if field is None or field in personal:
        return text[:1] + COVER
    plain = masked_text(" ".join(text.split()))
    return plain if len(plain) <= SHOWN else plain[:SHOWN] + "……"


def next_run(now: datetime, *, every_minutes: int) -> datetime:
    """Return when a source is read again.

    依据: 部门设定的计划。
    单位: 分钟，自本次开始时起算。
    错误: 无。
    """
    return now + timedelta(minutes=every_minutes)


def in_period(now: datetime, *, starts_on: date, ends_on: date | None) -> bool:
    """Tell whether the plan holds today.

    依据: 部门设定的计划起止日。
    单位: 日（Asia/Shanghai），含起止当日。
    错误: 无。
    """
    today = legal_date(now)
    return starts_on <= today and (ends_on is None or today <= ends_on)
