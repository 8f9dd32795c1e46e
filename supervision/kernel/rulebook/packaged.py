"""The rules that come with the package: one JSON object a line, one file a topic."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any


@cache
def packaged_rules() -> tuple[dict[str, Any], ...]:
    """Return every packaged rule as columns and values."""
    return tuple(_rows())


def _rows() -> Iterator[dict[str, Any]]:
    folder = resources.files("supervision.kernel.rulebook").joinpath("data")
    for source in sorted(folder.iterdir(), key=lambda item: item.name):
        if source.name.endswith(".jsonl"):
            yield from map(json.loads, source.read_text(encoding="utf-8").splitlines())
