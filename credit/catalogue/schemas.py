"""An item as it is written, as it is read, and as decisions are matched with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from credit.catalogue.states import Cause, Confidence, Review, Use


@dataclass(frozen=True, slots=True)
class Entry:
    """What an edition says, before it is stored."""

    code: str
    name: str
    kind: str
    category: str
    basis: str
    aliases: tuple[str, ...] = ()
    use: Use = Use.ENABLED
    source: str = ""
    confidence: Confidence = Confidence.KNOWLEDGE
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An item in one of its editions."""

    item_id: int
    edition_id: int
    number: int
    code: str
    kind: str
    department_id: int
    department: str
    division: str | None
    name: str
    category: str
    basis: str
    aliases: tuple[str, ...]
    use: Use
    review: Review
    review_note: str
    reviewed_by: str | None
    reviewed_at: datetime | None
    source: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None
    created_at: datetime
    created_by: str
    note: str

    @property
    def entry(self) -> Entry:
        """Return what the edition says."""
        said = (self.code, self.name, self.kind, self.category, self.basis, self.aliases, self.use, self.source)
        return Entry(*said, confidence=self.confidence, valid_from=self.valid_from)


@dataclass(frozen=True, slots=True)
class Named:
    """An item under the names that it had, each with the days on which it was enabled under it."""

    item_id: int
    keys: frozenset[str]
    spans: Sequence[tuple[date, date | None]]

    def enabled(self, on: date) -> bool:
        """Tell whether a decision of a day could rest on the item."""
        return any(start <= on and (end is None or on < end) for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Told:
    """What decisions say about their item; many decisions say the same. `places` are the departments to look in, nearest first."""

    places: tuple[int, ...]
    kind: str
    texts: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Match:
    """The item that a text names, or why there is none."""

    item_id: int | None
    cause: Cause | None = None


Book = Mapping[tuple[int, str], Sequence[Named]]
"""Items by department and kind."""


@dataclass(frozen=True, slots=True)
class Change:
    """One item on two days; `fields` are label, text before, text after."""

    code: str
    name: str
    department: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()
