"""A part of a download: how much there is, how far it goes, and where the rest is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from credit.publicity.portal.schemas import Place


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a download goes on; it carries the instant that the whole download speaks of."""

    as_of: datetime
    total: int
    before: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of a download. `complete` is said of the last part alone."""

    cursor: Cursor
    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    following: Cursor | None

    @property
    def first(self) -> int:
        return self.cursor.before + 1 if self.rows else self.cursor.before

    @property
    def last(self) -> int:
        return self.cursor.before + len(self.rows)

    @property
    def complete(self) -> bool:
        return self.following is None

    @property
    def hidden_meanwhile(self) -> int:
        """Return how many records were hidden while the download ran: known at its end."""
        return max(self.cursor.total - self.last, 0) if self.complete else 0
