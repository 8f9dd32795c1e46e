"""Tables that come with the package."""

import csv
from collections.abc import Iterator
from importlib import resources
from io import StringIO


def table(package: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>` beside a package."""
    text = resources.files(package).joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(StringIO(text, newline=""))
