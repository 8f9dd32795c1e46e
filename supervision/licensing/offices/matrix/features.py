"""What the table of offices shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from supervision.kernel.divisions import full_name
from supervision.licensing.catalogue.functions.features import names
from supervision.licensing.catalogue.schemas import Item

PLACE_ENDINGS: Final = ("省", "市", "区", "县", "旗", "盟", "州")
FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A division with the name that people know it by."""

    division: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Who has a function in a place: the department as stored, who does its work now, or who above does; else a gap."""

    place: Place
    department: str = ""
    successor: str = ""
    lost: str = ""
    above: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A function, how many items name it, and its cell in each place."""

    function: str
    name: str
    items: int
    cells: tuple[Cell, ...]

    @property
    def has_office(self) -> bool:
        """Tell whether somebody was ever given the function anywhere, gone or not."""
        return any(cell.department for cell in self.cells)


def places(divisions: Iterable[str], departments: Mapping[str, Sequence[str]], on: date) -> list[Place]:
    """Name the divisions: by the national table, or else by what the names of their departments begin with."""
    return [Place(code, full_name(code, on) or _beginning(departments.get(code, ())) or code) for code in divisions]


def _beginning(department_names: Sequence[str]) -> str:
    if len(department_names) < FEWEST:
        return ""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*department_names, strict=False))
    common = "".join(letters[0] for letters in same)
    end = max((common.rfind(ending) for ending in PLACE_ENDINGS), default=-1)
    return common[: end + 1]


def used(items: Iterable[Item]) -> dict[str, int]:
    """Return how many items name each function, those that none names too."""
    counts = dict.fromkeys(names(), 0)
    for item in items:
        for function in item.functions:
            counts[function] = counts.get(function, 0) + 1
    return counts
