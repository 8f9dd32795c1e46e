"""What comes with the package: tables in files, and rows that the database holds."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from io import StringIO
from typing import TYPE_CHECKING

# The tables of words are read by processes that need neither the database nor the web, and wait for both to load.
if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from supervision.kernel.module import Platform


@dataclass(frozen=True, slots=True)
class PackagedData:
    """Rows that come with the package and belong into the database; `load` may run again and then changes nothing."""

    name: str
    load: "Callable[[Session, datetime], object]"


def load_all(platform: "Platform", session: "Session", *, now: datetime) -> None:
    """Bring the database to what the package says; run after every migration."""
    for part in platform.parts(PackagedData):
        part.load(session, now)


def table(package: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>` beside a package."""
    text = resources.files(package).joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(StringIO(text, newline=""))
