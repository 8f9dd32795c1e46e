"""Conditions of the list as they stand in an address."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from credit.catalogue.queries import LAST, PAGE, Wanted
from credit.catalogue.rules import KINDS
from credit.catalogue.states import Confidence, Review, Use

FILTERS: Final = ("q", "kind", "department", "use", "review", "confidence")
LONGEST: Final = 60
LONGEST_ID: Final = 9
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2199, 12, 31)


def wanted(arguments: Mapping[str, str], *, today: date) -> Wanted:
    """Read the conditions from an address; what is not among the choices is left out."""
    given = {name: arguments.get(name, "").replace("\0", "").strip()[:LONGEST] for name in FILTERS}
    known: Mapping[str, set[str]] = {
        "kind": set(KINDS),
        "use": {*Use},
        "review": {*Review},
        "confidence": {*Confidence},
    }
    kept = {name: value for name, value in given.items() if value and (name not in known or value in known[name])}
    if "department" in kept and not is_number(kept["department"]):
        del kept["department"]
    page = arguments.get("page", "1")
    number = int(page) if is_number(page) else 1
    return Wanted(day_of(arguments.get("on", ""), otherwise=today), kept, min(max(1, number), LAST))


def is_number(text: str) -> bool:
    """Tell whether a text is a plain number that the database holds."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def day_of(text: str, *, otherwise: date) -> date:
    """Return the day that a text says, or the other one."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return otherwise
    return found if EARLIEST <= found <= LATEST else otherwise


def parts(asked: Wanted, *, today: date, **changes: object) -> dict[str, Any]:
    """Return the conditions as they stand in an address, with some of them changed."""
    mine: dict[str, object] = {**asked.given, "on": "" if asked.on == today else asked.on.isoformat(), **changes}
    return {name: value for name, value in mine.items() if value not in (None, "")}


def span(asked: Wanted, total: int) -> tuple[int, int, int]:
    """Return the first and the last item of a page, and the last page."""
    return min((asked.page - 1) * PAGE + 1, total), min(asked.page * PAGE, total), max(1, -(-total // PAGE))
