"""The packaged items."""

from datetime import date
from functools import cache
from typing import Final

from credit.catalogue.schemas import Entry
from credit.catalogue.states import Confidence
from supervision.kernel.packaged import table

PACKAGE: Final = "credit.catalogue"
FIRST_DAY: Final = date(2015, 1, 1)
SOURCE: Final = "随平台附带的样例目录，未对照权责清单原文"


@cache
def packaged() -> tuple[tuple[str, Entry], ...]:
    """Return the items that come with the package, each with the code of its office."""
    return tuple((row["office"], _entry(row)) for row in table(PACKAGE, "items.csv"))


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        category=row["category"],
        basis=row["basis"],
        aliases=tuple(part for part in row["aliases"].split(";") if part),
        source=SOURCE,
        confidence=Confidence(row["confidence"]),
        valid_from=FIRST_DAY,
    )
