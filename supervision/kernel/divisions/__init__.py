"""Administrative divisions (GB/T 2260) with the codes that are no longer: what a code was called on a day.

The table says in which published revisions a code stood. A revision dates a change no better than to the time since the
one before, so the name on a day is that of the newest revision up to it, and of the oldest where the day is earlier still.
A code that is not in the table is unknown, which is never a reason to refuse a record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from supervision.kernel.packaged import table

PROVINCE: Final = 2
PREFECTURE: Final = 4
COUNTY: Final = 6
PLACEHOLDERS: Final = frozenset(
    {
        "市辖区",
        "县",
        "省直辖县级行政区划",
        "省直辖县级行政单位",
        "省直辖行政单位",
        "自治区直辖县级行政区划",
        "自治区直辖县级行政单位",
    }
)


@dataclass(frozen=True, slots=True)
class Division:
    """One code under one name; `absent_from` is the first revision without it, `None` while it stands."""

    code: str
    name: str
    first_seen: date | None
    absent_from: date | None
    source: str

    @property
    def is_placeholder(self) -> bool:
        """Tell whether the code only groups others (such as 310100 or 429000) and is no place of its own."""
        return self.name in PLACEHOLDERS or is_virtual(self.code)


@cache
def _table() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for row in table(__name__, "gbt2260.csv"):
        named = Division(row["code"], row["name"], _day(row["first_seen"]), _day(row["absent_from"]), row["source"])
        found.setdefault(named.code, []).append(named)
    return {code: tuple(sorted(rows, key=lambda row: row.first_seen or date.min)) for code, rows in found.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def division(code: str, on: date) -> Division | None:
    """Return what a code meant on a day, or `None` for a code that no revision knows."""
    rows = _table().get(code)
    if not rows:
        return None
    begun = [row for row in rows if row.first_seen is None or row.first_seen <= on]
    return begun[-1] if begun else rows[0]


def division_name(code: str, on: date) -> str | None:
    """Return the name of a code on a day, retired or not."""
    found = division(code, on)
    return found.name if found else None


def full_name(code: str, on: date) -> str | None:
    """Return the names from the province down, such as 上海市浦东新区, without the codes that only group."""
    found = division(code, on)
    if found is None:
        return None
    above = [division_name(ancestor, on) or "" for ancestor in ancestors(code, on)]
    return "".join([*above, "" if found.is_placeholder else found.name])


def is_known(code: str) -> bool:
    """Tell whether any revision knows a code."""
    return code in _table()


def is_retired(code: str, on: date) -> bool:
    """Tell whether a code was already out of the table on a day."""
    found = division(code, on)
    return found is not None and found.absent_from is not None and found.absent_from <= on


def is_virtual(code: str) -> bool:
    """Tell whether a code is the level that groups counties directly under a province (such as 429000)."""
    return len(code) == COUNTY and code.endswith("9000")


def level(code: str) -> int:
    """Return how many digits of a code carry meaning: 2 province, 4 prefecture, 6 county."""
    return len(prefix(code))


def prefix(code: str) -> str:
    """Return a code without its trailing pairs of zeros, which is how data permission compares."""
    while len(code) > PROVINCE and code.endswith("00"):
        code = code[:-2]
    return code


def ancestors(code: str, on: date) -> list[str]:
    """Return the codes above, from the province down, leaving out those that only group."""
    return [
        above
        for length in (PROVINCE, PREFECTURE)
        if (above := code[:length].ljust(COUNTY, "0")) != code and length < level(code) and _is_place(above, on)
    ]


def _is_place(code: str, on: date) -> bool:
    found = division(code, on)
    return found is not None and not found.is_placeholder


def within(code: str, subtree: str) -> bool:
    """Tell whether a code lies in the subtree of another (both GB/T 2260)."""
    return code.startswith(prefix(subtree))


def children(code: str, on: date) -> list[Division]:
    """Return the divisions directly below a code that stood on a day; a grouping level is stepped over."""
    return list(_children(code, on))


def _children(code: str, on: date) -> Iterator[Division]:
    for below in sorted(_table()):
        if below == code or not within(below, code) or is_retired(below, on):
            continue
        found = division(below, on)
        above = ancestors(below, on)
        if found and not found.is_placeholder and (not above or above[-1] == code):
            yield found


def provinces(on: date) -> list[Division]:
    """Return the divisions of the first level."""
    return [found for code in sorted(_table()) if level(code) == PROVINCE and (found := division(code, on))]
