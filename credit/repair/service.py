"""One move of a repair: its state, its step, its audit; nothing moves unseen and nothing moves twice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.repair.errors import ChangedMeanwhile
from credit.repair.models import Repair, RepairStep
from credit.repair.states import REPAIR, RepairAction, RepairState
from supervision.kernel import audit

APPLICANT: Final = "applicant"
PLATFORM: Final = "platform"


@dataclass(frozen=True, slots=True)
class Given:
    """Who acts, when, and which revision was seen; `address` is where an applicant, who has no account, wrote from."""

    actor: str
    now: datetime
    revision: int | None = None
    address: str | None = None


def locked(session: Session, repair_id: int) -> Repair:
    """Return a repair locked for a change, as it stands now."""
    wanted = select(Repair).where(Repair.id == repair_id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one()


def move(session: Session, repair: Repair, action: RepairAction, given: Given, *, note: str = "", **values: Any) -> Repair:
    """Carry a repair into its next state, or refuse; `values` are the columns that go with it."""
    if given.revision not in {None, repair.revision}:
        raise ChangedMeanwhile(number=repair.number)
    repair.state = REPAIR.after(RepairState(repair.state), action).value
    repair.revision += 1
    for name, value in values.items():
        setattr(repair, name, value)
    session.flush()
    record(session, repair, action, given, note=note)
    return repair


def record(session: Session, repair: Repair, action: RepairAction, given: Given, *, note: str = "") -> None:
    """Write down a step, for the people concerned and for the audit."""
    session.add(
        RepairStep(
            repair_id=repair.id,
            revision=repair.revision,
            action=action.value,
            state=repair.state,
            at=given.now,
            actor=given.actor,
            note=note.strip() or None,
        )
    )
    session.flush()
    audit.record(
        session,
        actor=given.actor,
        action=f"credit.repair.{action}",
        object_kind="repair",
        object_id=repair.id,
        detail={"number": repair.number, "document": repair.doc_no, "state": repair.state, "note": note.strip()},
        now=given.now,
        department_id=repair.department_id,
        address=given.address,
    )
