"""What is typed and pressed at a repair."""

from collections.abc import Mapping
from typing import Final

from werkzeug.datastructures import MultiDict

from credit.repair.deciding.schemas import Tab

LONGEST: Final = 1_000
FARTHEST: Final = 100_000


def tab_of(given: Mapping[str, str]) -> Tab:
    """Return which queue is asked for; what makes no sense is what is to be taken in."""
    asked = given.get("tab", "")
    return Tab(asked) if asked in set(Tab) else Tab.TAKE


def after_of(given: Mapping[str, str]) -> int:
    """Return how many lines were seen already."""
    typed = given.get("after", "")
    return min(int(typed), FARTHEST) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(FARTHEST)) else 0


def reason(form: MultiDict[str, str]) -> str:
    return form.get("reason", "").strip()[:LONGEST]


def revision(form: MultiDict[str, str]) -> int | None:
    """Return the revision that the person had seen."""
    return form.get("revision", None, type=int)
