"""What matching tells."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class SentenceDecided(Event):
    """A person said whether a sentence touches an item; scopes with this sentence are answered differently from now on."""

    name: ClassVar[str] = "licensing.matching.sentence_decided"
    decision_id: int
    item_code: str
    verdict: str
