"""Which repairs somebody handles, in the order of their clocks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from credit.publicity.models import Publication
from credit.repair import queries
from credit.repair.applying.queries import clock_basis
from credit.repair.deciding.schemas import Line, Opened, Tab
from credit.repair.errors import RepairUnknown
from credit.repair.models import Repair, RepairHolder, RepairPaper
from credit.repair.service import APPLICANT, PLATFORM
from credit.repair.states import REVIEWED, UNSETTLED, RepairState
from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal
from supervision.kernel.attachments import Attachment

PAGE: Final = 50
COUNTED: Final = 10_000
_DUE: Final = case(
    (Repair.state == RepairState.SUBMITTED, Repair.accept_by),
    (Repair.state.in_(REVIEWED), Repair.decide_by),
    (Repair.state == RepairState.APPROVED, Repair.lift_by),
)


def _readable(principal: Principal, *what: Any) -> Select[Any]:
    return select(*what).join(Department, Department.id == Repair.department_id).where(queries.mine(principal))


def lines(session: Session, principal: Principal, *, tab: Tab, after: int | None = None) -> list[Line]:
    """Return a part of a queue and one more: what is due first comes first, what is done latest comes first."""
    owed = (
        select(func.count())
        .select_from(RepairHolder)
        .where(RepairHolder.repair_id == Repair.id, RepairHolder.state.in_(UNSETTLED))
        .scalar_subquery()
    )
    wanted = _readable(principal, Repair, Department.name, _DUE, owed).where(Repair.state.in_(tab.states))
    order = (Repair.id.desc(),) if tab is Tab.DONE else (_DUE.nulls_last(), Repair.id)
    rows = session.execute(wanted.order_by(*order).offset(after or 0).limit(PAGE + 1))
    return [Line(repair, department, RepairState(repair.state), due, n) for repair, department, due, n in rows]


def counts(session: Session, principal: Principal) -> dict[Tab, int]:
    """Return how many there are of each kind."""
    rows = session.execute(_readable(principal, Repair.state, func.count()).group_by(Repair.state))
    found = {str(row[0]): int(row[1]) for row in rows}
    return {tab: sum(found.get(state.value, 0) for state in tab.states) for tab in Tab}


def repair_for(session: Session, principal: Principal, repair_id: int, *, lock: bool = False) -> Repair:
    """Return a repair of somebody's department, or refuse as if it did not exist."""
    wanted = _readable(principal, Repair).where(Repair.id == repair_id)
    found: Repair | None = session.scalar(
        wanted.with_for_update(of=Repair).execution_options(populate_existing=True) if lock else wanted
    )
    if found is None:
        raise RepairUnknown
    return found


def opened(session: Session, principal: Principal, repair_id: int, *, on: date) -> Opened:
    """Return one repair with everything that a decision needs."""
    repair = repair_for(session, principal, repair_id)
    record = session.get_one(Publication, repair.publication_id)
    steps = queries.steps(session, repair.id)
    return Opened(
        repair=repair,
        state=RepairState(repair.state),
        department=session.get_one(Department, repair.department_id).name,
        record=record,
        papers=queries.papers(session, repair.id),
        steps=steps,
        holders=queries.holders(session, repair.id),
        now=queries.eligibility(session, record, on=on, besides=repair.id),
        names=names(session, [step.actor for step in steps]),
        basis=clock_basis(session, repair),
    )


def names(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Return what the people of a course are called."""
    numbers = {int(actor.partition(":")[2]): actor for actor in actors if actor.startswith("person:")}
    found = {numbers[row.id]: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(numbers)))}
    return {APPLICANT: "申请人", PLATFORM: "平台", **dict.fromkeys(numbers.values(), "已离任人员"), **found}


def paper_of(session: Session, repair: Repair, paper_id: int) -> Attachment:
    """Return a document of a repair, or refuse any other file."""
    wanted = select(Attachment).join(RepairPaper, RepairPaper.attachment_id == Attachment.id)
    found = session.scalar(wanted.where(RepairPaper.id == paper_id, RepairPaper.repair_id == repair.id))
    if found is None:
        raise RepairUnknown
    return found


def waiting(session: Session, principal: Principal) -> int:
    """Return how many applications wait for somebody's department: to be taken in, or to be decided."""
    states: Sequence[RepairState] = (RepairState.SUBMITTED, *REVIEWED)
    wanted = _readable(principal, Repair.id).where(Repair.state.in_(states)).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0
