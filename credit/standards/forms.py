"""What the address of the page asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credit.standards.schemas import Standard, Table, standards


@dataclass(frozen=True, slots=True)
class Shown:
    """The edition and the table that are looked at."""

    standard: Standard
    table: Table


def shown(arguments: Mapping[str, Any]) -> Shown:
    """Return what is asked for; what makes no sense is the newest edition and its first table."""
    editions = {standard.name: standard for standard in standards()}
    standard = editions.get(str(arguments.get("edition", "")), standards()[-1])
    tables = {table.code: table for table in standard.tables}
    return Shown(standard, tables.get(str(arguments.get("table", "")), standard.tables[0]))
