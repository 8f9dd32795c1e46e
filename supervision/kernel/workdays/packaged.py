"""The calendar that comes with the package: each day off and each make-up day since 2013, with the notices of its year."""

from datetime import date
from functools import cache

from supervision.kernel.packaged import table
from supervision.kernel.workdays.rules import WorkCalendar

NATIONAL = "CN"
PACKAGE = "supervision.kernel.workdays"


@cache
def notices() -> dict[int, tuple[str, ...]]:
    """Return the addresses of the notices by year; a year with one is announced."""
    found: dict[int, tuple[str, ...]] = {}
    for row in table(PACKAGE, "notices.csv"):
        year = int(row["year"])
        found[year] = (*found.get(year, ()), row["source"])
    return found


@cache
def national() -> WorkCalendar:
    """Return the packaged calendar of the whole country."""
    rows = [(date.fromisoformat(row["day"]), row) for row in table(PACKAGE, "days.csv")]
    announced = frozenset(notices())
    return WorkCalendar(
        days={day: row["is_workday"] == "1" for day, row in rows},
        announced=announced,
        version=f"国办通知至{max(announced)}年",
        names={day: row["name"] for day, row in rows},
    )
