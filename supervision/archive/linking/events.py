"""What the review queue tells."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class CounterpartSettled(Event):
    """A person said whose archive a counterpart's records belong to."""

    name: ClassVar[str] = "archive.linking.counterpart_settled"
    candidate_id: int
    subject_id: int


@dataclass(frozen=True)
class CounterpartsPlaced(Event):
    """Codes or numbers that came later told whose archives these counterparts' records belong to; one place in both for each."""

    name: ClassVar[str] = "archive.linking.counterparts_placed"
    candidate_ids: tuple[int, ...]
    subject_ids: tuple[int, ...]
