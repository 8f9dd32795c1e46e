"""A decision as the rules of publicity read it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules ask about a decision; money is in 万元, `division` is the place of the deciding body."""

    kind: str
    decided_on: date
    party: str = "legal"
    effective_on: date | None = None
    division: str = "CN"
    procedure: str | None = None
    category: str = ""
    amount: Decimal | None = None
    basis: str = ""
    violation: str = ""
    stated: str | None = None
    stated_basis: str = ""
    until: date | None = None
    restricted_until: date | None = None
    stock: bool = False
