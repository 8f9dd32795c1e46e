"""What publicity tells: in sets, at most 10,000 records at once."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class DecisionsPublished(Event):
    """Records are public since now; ids of `credit.publication` and of `credit.decision`, pair by pair."""

    name: ClassVar[str] = "credit.publicity.published"
    publication_ids: tuple[int, ...]
    decision_ids: tuple[int, ...]


@dataclass(frozen=True)
class PublicityEnded(Event):
    """Records are public no longer: withdrawn, corrected, repaired or past their last day."""

    name: ClassVar[str] = "credit.publicity.ended"
    publication_ids: tuple[int, ...]
    decision_ids: tuple[int, ...]
    state: str
    reason: str


@dataclass(frozen=True)
class RecordsAnnotated(Event):
    """Something else than before is said beside public records about objections to them; nothing is said any more where it is empty."""

    name: ClassVar[str] = "credit.publicity.annotated"
    publication_ids: tuple[int, ...]
    decision_ids: tuple[int, ...]
    annotation: str
