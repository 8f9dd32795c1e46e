"""What repair tells."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class HolderDue(Event):
    """One holder has to be told, or told again, to lift what it holds; each hears by itself, so that none waits for another."""

    name: ClassVar[str] = "credit.repair.holder_due"

    repair_id: int
    holder: str


@dataclass(frozen=True)
class DecisionsRepaired(Event):
    """Decisions are repaired: neither published nor shared any more."""

    name: ClassVar[str] = "credit.repair.repaired"

    decision_ids: tuple[int, ...]
    repair_ids: tuple[int, ...]


@dataclass(frozen=True)
class RepairUndone(Event):
    """A repair was undone, so that its ground stands again."""

    name: ClassVar[str] = "credit.repair.undone"

    decision_ids: tuple[int, ...]
    repair_ids: tuple[int, ...]
    reason: str
