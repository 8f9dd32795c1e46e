"""What a workbook may contain, and what its cells are as text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from xml.sax.saxutils import unescape

from supervision.intake.reading.cells.rules import serial_or_none

MEGABYTE: Final = 1024 * 1024
MAX_UNPACKED: Final = 1024 * MEGABYTE
MAX_RATIO: Final = 150
RATIO_MATTERS_FROM: Final = 32 * MEGABYTE
MAX_CELLS: Final = 20_000_000
MACRO_PARTS: Final = ("vbaproject.bin", "macrosheets/", "vbadata.xml")
FORMULA: Final = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b')


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the archive that a workbook is."""

    name: str
    packed: int
    unpacked: int


def has_macro(parts: Iterable[Part]) -> bool:
    """Tell whether a workbook carries programs, whatever its suffix.

    依据: ECMA-376 第 4 部分（vbaProject 部件）。
    单位: 无。
    错误: 无。
    """
    return any(mark in part.name.lower() for part in parts for mark in MACRO_PARTS)


def unpacks_too_far(parts: Iterable[Part]) -> tuple[int, int] | None:
    """Return (MB, ratio) where an archive is a bomb, else `None`.

    依据: 解压总量上限与压缩比上限；小文件不看压缩比。
    单位: MB。
    错误: 无。
    """
    listed = list(parts)
    packed, unpacked = sum(part.packed for part in listed), sum(part.unpacked for part in listed)
    ratio = unpacked // max(1, packed)
    bomb = unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_FROM and ratio > MAX_RATIO)
    return (unpacked // MEGABYTE, ratio) if bomb else None


def cell_text(value: object) -> str | None:
    """Return a cell as the text that a person sees in it; a whole number loses the `.0` that Excel stores.

    依据: ECMA-376 单元格类型。
    单位: 无。
    错误: 无。
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime | date):
        return serial_or_none(value)
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _number_text(value: float) -> str:
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 2**53)
    return str(int(value)) if whole else repr(value)


def sheet_part(workbook: bytes, relations: bytes, sheet: str) -> str:
    """Return the archive entry that holds a sheet, or an empty text where the directory does not say.

    依据: ECMA-376 第 1 部分 18.2.19（sheet）与关系部件。
    单位: 无。
    错误: 无。
    """
    tags = re.findall(r"<(?:\w+:)?sheet\b[^>]*>", workbook.decode("utf-8", "replace"))
    names = {unescape(_attribute(tag, "name"), {"&quot;": '"'}): _attribute(tag, r"\w+:id") for tag in tags}
    targets = re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations.decode("utf-8", "replace"))
    paths = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in targets}
    path = paths.get(names.get(sheet, ""), "")
    return path.removeprefix("/") if path.startswith("/") else f"xl/{path}"


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return match[1] if match else ""
