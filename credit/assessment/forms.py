"""Which figures a person asked for, as they stand in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from credit.assessment.queries import GOOD, UNITS, Period
from credit.assessment.rules import month_ends, months_on
from credit.assessment.schemas import By, Measure

LONGEST_KEY: Final = 12
FIRST_YEAR: Final = 2016
LAST_YEAR: Final = 2100
KINDS: Final = {"licence": "行政许可", "penalty": "行政处罚"}
OPENED: Final = {**{measure.value: measure.label for measure in Measure}, UNITS: "单元", GOOD: "合格单元"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The period, how the figures are told apart, and of which kind of decisions."""

    first: date
    last: date
    by: By = By.DEPARTMENT
    kind: str = ""

    @property
    def yearly(self) -> bool:
        return (self.last - self.first).days > 31  # noqa: PLR2004 - the longest month

    @property
    def words(self) -> str:
        """Return the period in words."""
        return f"{self.first.year} 年" if self.yearly else f"{self.first.year} 年 {self.first.month} 月"

    def period(self, today: date) -> Period:
        """Return the days that are assessed, with what is known today."""
        return Period(self.first, self.last, max(today, self.first))

    def parts(self, **changes: object) -> dict[str, Any]:
        """Return the parts of an address, with some of them changed."""
        span = {"year": f"{self.first.year}"} if self.yearly else {"month": f"{self.first:%Y-%m}"}
        mine: dict[str, object] = {
            **span,
            "by": "" if self.by is By.DEPARTMENT else self.by.value,
            "kind": self.kind,
            **changes,
        }
        return {name: str(value) for name, value in mine.items() if value not in (None, "")}


def asked(arguments: Mapping[str, str], *, today: date) -> Asked:
    """Read what is asked for; what is unreadable is the month before."""
    by, kind = arguments.get("by", ""), arguments.get("kind", "")
    first, last = _span(arguments, today)
    return Asked(first, last, By(by) if by in set(By) else By.DEPARTMENT, kind if kind in KINDS else "")


def _span(arguments: Mapping[str, str], today: date) -> tuple[date, date]:
    year, month = arguments.get("year", ""), _month(arguments.get("month", ""))
    if year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:4]) <= LAST_YEAR and len(year) == len("2026"):
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first = month or months_on(today.replace(day=1), -1)
    return first, month_ends(first)


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year < LAST_YEAR else None


def measure_of(arguments: Mapping[str, str]) -> str:
    """Return the figure that is opened."""
    given = arguments.get("measure", "")
    return given if given in OPENED else Measure.REPORTED.value


def key_of(arguments: Mapping[str, str]) -> str:
    """Return the line of which a figure is opened; empty is all of them."""
    given = arguments.get("key", "")
    return given if given.isascii() and given.isdigit() and len(given) <= LONGEST_KEY else ""


def page_of(arguments: Mapping[str, str], *, most: int = 10_000) -> int:
    """Return the number of a page."""
    given = arguments.get("page", "")
    return min(max(1, int(given)), most) if given.isascii() and given.isdigit() and len(given) <= len(str(most)) else 1
