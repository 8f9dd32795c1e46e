"""A row that is handed in, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from supervision.accounts.rules import actor_of
from supervision.intake.models import Verdict
from supervision.kernel.access import Principal

KEY: Final = "填报编号"


@dataclass(frozen=True, slots=True)
class Sender:
    """For which department rows are handed in, and by whom."""

    department_id: int
    department: str
    principal: Principal

    @property
    def actor(self) -> str:
        return actor_of(self.principal)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by field; `key` makes it another row than one with the same cells before."""

    key: str
    cells: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a row ended: the verdict, and every reason."""

    verdict: Verdict
    faults: Sequence[Mapping[str, Any]]

    @property
    def accepted(self) -> bool:
        return self.verdict in {Verdict.ACCEPTED, Verdict.WARNED}
