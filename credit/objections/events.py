"""What objections tell."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class ObjectionDecided(Event):
    """An objection was decided: upheld, partly or refused; what is wrong is corrected or withdrawn."""

    name: ClassVar[str] = "credit.objections.decided"
    objection_id: int
    decision_id: int
    outcome: str
