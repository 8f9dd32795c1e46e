"""The queue of a department, and one repair as the people who decide it see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.publicity.models import Publication
from credit.repair.models import Repair, RepairHolder, RepairPaper, RepairStep
from credit.repair.schemas import Eligibility
from credit.repair.states import OPEN, REPAIRED, REVIEWED, TAKEN, RepairState
from supervision.kernel.attachments import Attachment


class Tab(StrEnum):
    """What is to be taken in, to be decided, being carried out, and done."""

    TAKE = "take"
    DECIDE = "decide"
    LIFTING = "lifting"
    DONE = "done"

    @property
    def label(self) -> str:
        return {"take": "待受理", "decide": "待决定", "lifting": "各处办理中", "done": "已办结"}[self]

    @property
    def states(self) -> tuple[RepairState, ...]:
        found = {
            "take": TAKEN,
            "decide": REVIEWED,
            "lifting": REPAIRED - {RepairState.CLOSED},
            "done": frozenset(RepairState) - OPEN - {RepairState.APPROVED},
        }[self]
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Line:
    """One repair in a queue; `due` is what is awaited next, of whomever."""

    repair: Repair
    department: str
    state: RepairState
    due: date | None
    owed: int

    @property
    def said(self) -> str:
        """Return what is due."""
        return {"submitted": "受理", "accepted": "决定", "extended": "决定", "approved": "各处回执"}.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Opened:
    """One repair whole."""

    repair: Repair
    state: RepairState
    department: str
    record: Publication
    papers: Sequence[tuple[RepairPaper, Attachment]]
    steps: Sequence[RepairStep]
    holders: Sequence[RepairHolder]
    now: Eligibility
    names: Mapping[str, str]
    basis: str
