"""Rows of a workbook as items, with what is wrong told by row and column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from credit.catalogue.rules import faults
from credit.catalogue.schemas import Entry, Listed
from credit.catalogue.writing.features import LABELS, REQUIRED, entry_of, texts
from supervision.intake.reading.headers.rules import header_key

SHOWN: Final = ("department", "review", "valid_to", "number")
EXTRA: Final = {"department": "部门", "review": "保密审查", "valid_to": "至", "number": "版本"}
HEADER: Final = tuple(LABELS.values())
FIELDS: Final = {header_key(label): name for name, label in LABELS.items()}
IGNORED: Final = frozenset(header_key(label) for label in EXTRA.values())
WIDE: Final = ("name", "basis", "aliases")


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing that is wrong: the line of the sheet, the column's name, what stands there and what to write instead."""

    line: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a workbook says: items when everything can be read, otherwise everything that is wrong."""

    entries: tuple[Entry, ...]
    faults: tuple[CellFault, ...]


def row(one: Listed) -> Sequence[str]:
    """Return an item as a row under `HEADER` and what only a reader needs."""
    said = texts(one.entry)
    end = one.valid_to.isoformat() if one.valid_to else ""
    return (*said.values(), one.department, one.review.label, end, str(one.number))


def missing(header: Iterable[str]) -> list[str]:
    """Name the required columns that a header lacks."""
    have = {FIELDS.get(header_key(name)) for name in header}
    return [LABELS[name] for name in LABELS if name in REQUIRED and name not in have]


def unknown(header: Iterable[str]) -> list[str]:
    """Name the columns that mean nothing here."""
    return [name for name in header if header_key(name) not in FIELDS and header_key(name) not in IGNORED]


def read(lines: Iterable[tuple[int, Mapping[str, str]]], allowed: Mapping[str, list[str]]) -> Sheet:
    """Return the items that the lines of a sheet say; each line comes with its number and its cells by column name."""
    entries: dict[str, tuple[int, Entry]] = {}
    wrong: list[CellFault] = []
    for number, cells in lines:
        written = {FIELDS[key]: text for name, text in cells.items() if (key := header_key(name)) in FIELDS}
        entry, found = _checked(written, allowed)
        wrong += [CellFault(number, LABELS[name], written.get(name, ""), message) for name, message in found]
        if entry is None:
            continue
        if entry.code in entries:
            line = entries[entry.code][0]
            wrong.append(CellFault(number, LABELS["code"], entry.code, f"与第 {line} 行重复，同一事项只写一行"))
        entries.setdefault(entry.code, (number, entry))
    return Sheet(tuple(entry for _line, entry in entries.values()), tuple(wrong))


def _checked(written: Mapping[str, str], allowed: Mapping[str, list[str]]) -> tuple[Entry | None, list[tuple[str, str]]]:
    entry, unreadable = entry_of(written)
    if entry is None:
        return None, [(fault.field, fault.message) for fault in unreadable]
    return entry, list(faults(entry, allowed.get(entry.kind, [])))


def lists(allowed: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns with choices, and what may be chosen in each."""
    yield "kind", ["行政许可", "行政处罚"]
    yield "category", list(dict.fromkeys(name for names in allowed.values() for name in names))
    yield "use", ["启用", "停用"]
    yield "confidence", ["已核对原文", "凭业务知识", "待核实"]
