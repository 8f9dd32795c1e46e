"""What other slices hear about registrations, in sets."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class EntriesRecorded(Event):
    """Entries came in and wait for the archive; none named means that others still wait."""

    name: ClassVar[str] = "registration.entries_recorded"
    entry_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class EntriesArchived(Event):
    """Entries have their subject, and the archive says what they said; told once for each version of an entry."""

    name: ClassVar[str] = "registration.entries_archived"
    entry_ids: tuple[int, ...]
