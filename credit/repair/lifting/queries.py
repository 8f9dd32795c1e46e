"""Which holders are late, and how each of them keeps its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from credit.repair.errors import RepairUnknown
from credit.repair.models import Repair, RepairHolder
from credit.repair.states import UNSETTLED, HolderState
from supervision.accounts.models import Department
from supervision.kernel.clock import SHANGHAI

MOST: Final = 100
_LIFTED_ON: Final = func.date(func.timezone(SHANGHAI.key, RepairHolder.lifted_at))
_COUNTS: Final = (HolderState.WAITING, HolderState.TOLD, HolderState.LIFTED)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One holder: of what it was told, how much it lifted in time, late, and still owes."""

    holder: str
    label: str
    told: int
    in_time: int
    late: int
    owed: int
    overdue: int
    oldest_due: date | None


@dataclass(frozen=True, slots=True)
class Late:
    """One order that a holder owes although its day is over."""

    repair_id: int
    number: str
    label: str
    department: str
    due_on: date
    reminders: int
    doc_no: str


def ranking(session: Session, *, today: date) -> Sequence[Ranked]:
    """Return every holder, the one that owes most overdue orders first."""
    lifted, owing = RepairHolder.state == HolderState.LIFTED, RepairHolder.state.in_(UNSETTLED)
    overdue = and_(owing, RepairHolder.due_on < today)
    n_overdue, n_late = func.count().filter(overdue), func.count().filter(and_(lifted, RepairHolder.due_on < _LIFTED_ON))
    wanted = (
        select(
            RepairHolder.holder,
            func.max(RepairHolder.label),
            func.count(),
            func.count().filter(and_(lifted, RepairHolder.due_on >= _LIFTED_ON)),
            n_late,
            func.count().filter(owing),
            n_overdue,
            func.min(RepairHolder.due_on).filter(overdue),
        )
        .where(RepairHolder.state.in_(_COUNTS))
        .group_by(RepairHolder.holder)
        .order_by(n_overdue.desc(), n_late.desc(), RepairHolder.holder)
    )
    return [Ranked(*row) for row in session.execute(wanted)]


def late(session: Session, *, today: date) -> Sequence[Late]:
    """Return the orders that are overdue, the oldest first."""
    wanted = (
        select(RepairHolder, Repair, Department.name)
        .join(Repair, Repair.id == RepairHolder.repair_id)
        .join(Department, Department.id == Repair.department_id)
        .where(RepairHolder.state.in_(UNSETTLED), RepairHolder.due_on < today)
    )
    rows = session.execute(wanted.order_by(RepairHolder.due_on, RepairHolder.id).limit(MOST))
    return [
        Late(repair.id, repair.number, row.label, department, row.due_on, row.reminders, repair.doc_no)
        for row, repair, department in rows
    ]


def overdue(session: Session, *, today: date) -> int:
    """Return how many orders are overdue anywhere."""
    wanted = select(func.count()).select_from(RepairHolder)
    return session.scalar(wanted.where(RepairHolder.state.in_(UNSETTLED), RepairHolder.due_on < today)) or 0


def everywhere(session: Session, repair_id: int) -> tuple[Repair, str]:
    """Return a repair that was decided for, with its department, for those who look after the holders."""
    row = session.execute(
        select(Repair, Department.name)
        .join(Department, Department.id == Repair.department_id)
        .where(Repair.id == repair_id, Repair.order_id.is_not(None))
    ).one_or_none()
    if row is None:
        raise RepairUnknown
    return row[0], row[1]
