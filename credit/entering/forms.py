"""What is typed into the form of a decision."""

from typing import Final
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from credit.entering.errors import TableUnknown
from credit.entering.features import CONCRETE
from credit.standards.schemas import Column, Table, tables

LONGEST: Final = 20_000
OTHER_FIELD: Final = "{}-other"
Typed = MultiDict[str, str]


def table_named(name: str) -> Table:
    """Return the table that the address names."""
    for table in tables():
        if table.row_kind == name:
            return table
    raise TableUnknown


def cells_from(form: Typed, table: Table) -> dict[str, str]:
    """Return the typed texts by field, without those that were left empty."""
    cells = {column.name: _cell(form, column) for column in table.columns}
    return {name: text for name, text in cells.items() if text}


def _cell(form: Typed, column: Column) -> str:
    other = _clean(form.get(OTHER_FIELD.format(column.name), ""))
    if column.enumeration is None:
        return _clean(form.get(column.name, ""))
    chosen = [text for text in (_clean(item) for item in form.getlist(column.name)) if text]
    concrete = [CONCRETE + part for part in other.replace(";", "；").split("；") if part] if other else []
    return "；".join([*chosen, *concrete]) if column.many else next(iter([*concrete, *chosen]), "")


def _clean(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]


def key_of(text: str) -> UUID:
    """Return the form's own number; what is none gets a new one."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def version(text: str) -> int:
    """Return the version that a form showed; what is none was never shown."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  # fits an integer


def number(text: str) -> int | None:
    """Return a number that a bigint can hold, or none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004  # digits of a bigint
