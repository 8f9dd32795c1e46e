"""What reporting tells: in sets, at most 10,000 decisions at once."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event

AT_ONCE = 10_000


@dataclass(frozen=True)
class DecisionsReported(Event):
    """Decisions stand that are new or have a new version; ids of `credit.decision`."""

    name: ClassVar[str] = "credit.reporting.reported"
    decision_ids: tuple[int, ...]


@dataclass(frozen=True)
class DecisionWithdrawn(Event):
    """Decisions no longer hold, since they were revoked (撤销) or annulled (注销、无效); what shows them must stop at once."""

    name: ClassVar[str] = "credit.reporting.withdrawn"
    decision_ids: tuple[int, ...]
    reason: str
