"""The catalogue on its way to a receiver, and what the receiver said to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Volume:
    """The whole catalogue as one attempt sends it; `until` is how long the attempt may take, and by it the attempt is known."""

    digest: str
    items: Sequence[Mapping[str, Any]]
    until: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """The receiver's number where it took the catalogue, otherwise why that is not known."""

    receipt: str | None
    said: str = ""
