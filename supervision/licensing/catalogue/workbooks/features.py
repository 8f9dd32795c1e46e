"""Rows of a workbook as items, with what is wrong told by row and column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from supervision.intake.reading.headers.rules import header_key
from supervision.licensing.catalogue.functions.features import names
from supervision.licensing.catalogue.rules import faults
from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.catalogue.writing.features import LABELS, item_of, texts

HEADER: Final = tuple(LABELS.values())
WIDE: Final = tuple(place for place, name in enumerate(LABELS) if name in {"definition", "basis", "reform_modes", "words"})
REQUIRED: Final = frozenset(LABELS) - {"scope_codes", "words", "negatives", "markers", "aliases", "reform_modes"}
FIELDS: Final = {header_key(label): name for name, label in LABELS.items()}


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing that is wrong: the line of the sheet, the column's name, and what to write instead."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a workbook says: items when everything can be read, otherwise everything that is wrong."""

    items: tuple[Item, ...]
    faults: tuple[CellFault, ...]


def rows(items: Iterable[Item]) -> Iterator[Sequence[str]]:
    """Yield the items as rows under `HEADER`."""
    return (tuple(texts(item).values()) for item in items)


def missing(header: Iterable[str]) -> list[str]:
    """Name the required columns that a header lacks."""
    have = {FIELDS.get(header_key(name)) for name in header}
    return [LABELS[name] for name in LABELS if name in REQUIRED and name not in have]


def unknown(header: Iterable[str]) -> list[str]:
    """Name the columns that mean nothing here."""
    return [name for name in header if header_key(name) not in FIELDS]


def read(lines: Iterable[tuple[int, Mapping[str, str]]]) -> Sheet:
    """Return the items that the lines of a sheet say; each line comes with its number and its cells by column name."""
    items: dict[str, tuple[int, Item]] = {}
    wrong: list[CellFault] = []
    for number, cells in lines:
        item, found = item_of({FIELDS[key]: text for name, text in cells.items() if (key := header_key(name)) in FIELDS})
        wrong += [CellFault(number, LABELS[fault.field], fault.message) for fault in found]
        if item is None:
            continue
        wrong += [CellFault(number, LABELS[name], message) for name, message in faults(item, names())]
        if item.code in items:
            wrong.append(CellFault(number, LABELS["code"], f"{item.code} 与第 {items[item.code][0]} 行重复，同一事项只写一行"))
        items.setdefault(item.code, (number, item))
    return Sheet(tuple(item for _line, item in items.values()), tuple(wrong))
