"""Which row names the columns, and what the names are without decoration."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from supervision.intake.reading.cells.rules import PLACEHOLDERS, narrow

_DECORATION: Final = re.compile(r"[\s:：*＊“”\"'·]+")
_NUMERIC: Final = re.compile(r"[\d\s,.:/年月日%-]+")
LONGEST_NAME: Final = 60


def header_key(name: str) -> str:
    """Return the form in which header names are compared: narrow, without blanks, stars and colons.

    依据: 双公示数据标准附表的列名，各地写法不一。
    单位: 无。
    错误: 无。
    """
    return _DECORATION.sub("", narrow(name)).replace("〔", "(").replace("〕", ")").casefold()


def find_header(rows: Sequence[Sequence[str]], known: Collection[str]) -> int | None:
    """Return the index of the row that names the columns, or `None`.

    The row with the most known names wins; where none is known, the first one that is full of short words.
    依据: 填报表常有标题行、填表说明行在前。
    单位: 行。
    错误: 无；找不到时返回 None。
    """
    scores = [sum(header_key(cell) in known for cell in row if cell.strip()) for row in rows]
    if scores and max(scores) > 0:
        return scores.index(max(scores))
    widest = max((_filled(row) for row in rows), default=0)
    return next((place for place, row in enumerate(rows) if _looks_like_names(row, widest)), None)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _looks_like_names(row: Sequence[str], widest: int) -> bool:
    cells = [name for cell in row if (name := narrow(cell)) not in PLACEHOLDERS]
    wordy = [cell for cell in cells if len(cell) <= LONGEST_NAME and not _NUMERIC.fullmatch(cell)]
    return bool(cells) and len(wordy) == len(cells) and len(set(cells)) == len(cells) and 2 * len(cells) >= widest


def column_names(row: Sequence[str]) -> tuple[str, ...]:
    """Return a distinct name for every column; a nameless one is called by its place.

    依据: 同 `find_header`。
    单位: 列。
    错误: 无。
    """
    names: list[str] = []
    for place, cell in enumerate(row, start=1):
        name = narrow(re.sub(r"\s+", " ", cell)).strip(" *：:") if cell.strip() else ""
        name = f"第{place}列" if name in PLACEHOLDERS else name
        if name in names or name == "row_no":
            name = f"{name}（第{place}列）"
        names.append(name)
    return tuple(names)
