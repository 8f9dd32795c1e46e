"""The editions of the standard as they stand in `data/*.jsonl`: a new edition is a new file, no code.

The first line of a file is the edition, then come its tables, the values that may stand in its fields, and the fields. A field
with `extension` is not part of the standard: departments may report it beside.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from supervision.intake.kinds import Field, FieldType

OTHER: Final = "其他"
ALWAYS: Final = "always"
MIXED: Final = "mixed"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an enumeration, from when to when it may be used; `means` is what it is stored as."""

    name: str
    code: str = ""
    means: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    needs: str | None = None
    aliases: tuple[str, ...] = ()
    other: bool = False
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table: its code and name in the standard, and what is known for sure about it."""

    name: str
    no: int
    code: str
    label: str
    type: FieldType
    length: int | None
    required: str
    hint: str
    source: str
    confidence: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    enumeration: str | None = None
    many: bool = False
    personal: bool = False
    extension: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an edition; `party` is mixed where the edition does not tell firms from persons."""

    standard: str
    code: str
    label: str
    kind: str
    party: str
    columns: tuple[Column, ...]
    enumerations: Mapping[str, tuple[Value, ...]]

    @property
    def row_kind(self) -> str:
        """Return the name under which the table is a kind of row, such as `sgs-2021-penalty-legal`."""
        return f"{self.standard}-{self.code}".lower()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the columns as the door knows them."""
        return tuple(self._field(column) for column in self.columns)

    def _field(self, column: Column) -> Field:
        return Field(
            column.name,
            column.label,
            column.type,
            required=column.required == ALWAYS,
            max_length=self._longest(column),
            aliases=column.aliases,
            personal=column.personal,
        )

    def _longest(self, column: Column) -> int | None:
        """Return how long a text may be; where the standard wants a code, its name may stand there too."""
        if column.length is None or column.enumeration is None:
            return column.length
        return max(column.length, *(len(value.name) for value in self.enumerations[column.enumeration]))

    def column(self, name: str) -> Column | None:
        """Return a column by name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)

    def values(self, column: str) -> tuple[Value, ...]:
        """Return what may stand in a column."""
        found = self.column(column)
        return self.enumerations[found.enumeration] if found and found.enumeration else ()

    def means(self, column: str) -> dict[str, str]:
        """Return what each word of a column is stored as."""
        values = self.values(column)
        return {word: value.means for value in values if value.means for word in (value.name, *value.aliases)}


@dataclass(frozen=True, slots=True)
class Standard:
    """One edition of the standard (版本)."""

    name: str
    label: str
    instrument: str
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    confidence: str
    tables: tuple[Table, ...] = attribute(default=())


@cache
def standards() -> tuple[Standard, ...]:
    """Return every edition that lies in `data`, the oldest first."""
    folder = resources.files(__package__).joinpath("data")
    files = [file for file in folder.iterdir() if file.name.endswith(".jsonl")]
    found = [read(file.read_text(encoding="utf-8")) for file in files]
    return tuple(sorted(found, key=lambda standard: (standard.valid_from or date.min, standard.name)))


def tables() -> Iterator[Table]:
    """Yield the tables of all editions."""
    for standard in standards():
        yield from standard.tables


def table_of(row_kind: str) -> Table:
    """Return the table that is registered under a name."""
    return next(table for table in tables() if table.row_kind == row_kind)


def read(text: str) -> Standard:
    """Return the edition that a file describes."""
    head, *lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    values: dict[str, list[Value]] = {}
    for line in lines:
        if "value" in line:
            values.setdefault(line["enumeration"], []).append(_value(line))
    enumerations = {name: tuple(items) for name, items in values.items()}
    name = head["standard"]
    heads = [line for line in lines if "table" in line and "field" not in line]
    own = [_table(name, line, lines, enumerations) for line in heads]
    return Standard(name, head["label"], head["instrument"], *_period(head), *_source(head), tables=tuple(own))


def _period(line: Mapping[str, Any]) -> tuple[date | None, date | None]:
    return _day(line.get("valid_from")), _day(line.get("valid_to"))


def _source(line: Mapping[str, Any]) -> tuple[str, str, str]:
    return line["note"], line["source"], line["confidence"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _value(line: Mapping[str, Any]) -> Value:
    return Value(
        name=line["value"],
        code=line["code"],
        means=line.get("means"),
        valid_from=_day(line.get("valid_from")),
        valid_to=_day(line.get("valid_to")),
        needs=line.get("needs"),
        aliases=tuple(line.get("aliases", ())),
        other=line.get("other", False),
        source=line["source"],
        confidence=line["confidence"],
    )


def _table(
    standard: str, head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], values: Mapping[str, tuple[Value, ...]]
) -> Table:
    columns = [_column(line) for line in lines if line.get("table") == head["table"] and "field" in line]
    ordered = tuple(sorted(columns, key=lambda column: column.no))
    return Table(standard, head["table"], head["label"], head["kind"], head["party"], ordered, values)


def _column(line: Mapping[str, Any]) -> Column:
    return Column(
        name=line["field"],
        no=line["no"],
        code=line["code"],
        label=line["label"],
        type=FieldType(line["type"]),
        length=line["length"],
        required=line["required"],
        hint=line["hint"],
        source=line["source"],
        confidence=line["confidence"],
        aliases=tuple(line["aliases"]),
        enumeration=line.get("enumeration"),
        many=line.get("many", False),
        personal=line.get("personal", False),
        extension=line.get("extension", False),
    )
