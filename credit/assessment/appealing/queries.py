"""Appeals in somebody's reach, and the decisions that they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from credit.assessment.errors import AppealUnknown
from credit.assessment.models import Appeal, Circular
from credit.assessment.states import AppealState
from credit.reporting.models import Decision
from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date

PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One appeal with its department and circular."""

    appeal: Appeal
    department: str
    starts_on: date
    ends_on: date
    state: AppealState

    @property
    def period(self) -> str:
        long = (self.ends_on - self.starts_on).days > 31  # noqa: PLR2004 - the longest month
        return f"{self.starts_on.year} 年" if long else f"{self.starts_on.year} 年 {self.starts_on.month} 月"


@dataclass(frozen=True, slots=True)
class Named:
    """One decision that an appeal is about."""

    id: int
    doc_no: str
    decided_on: date
    received_on: date


def lines(session: Session, principal: Principal, *, state: AppealState | None = None) -> Sequence[Line]:
    """Return appeals, the newest first."""
    conditions = [_seen(principal), true() if state is None else Appeal.state == state]
    return _lines(session, *conditions)


def of_circular(session: Session, principal: Principal, *, circular_id: int) -> Sequence[Line]:
    """Return the appeals against a circular that somebody may see."""
    return _lines(session, _seen(principal), Appeal.circular_id == circular_id)


def line(session: Session, principal: Principal, *, appeal_id: int, lock: bool = False) -> Line:
    """Return one appeal in somebody's reach or refuse."""
    if lock:
        session.get(Appeal, appeal_id, with_for_update=True, populate_existing=True)
    found = _lines(session, _seen(principal), Appeal.id == appeal_id)
    if not found:
        raise AppealUnknown
    return found[0]


def named(session: Session, appeal: Appeal) -> Sequence[Named]:
    """Return the decisions that an appeal names."""
    rows = select(Decision.id, Decision.doc_no, Decision.decided_on, Decision.first_received_at).where(
        Decision.id.in_(appeal.decision_ids)
    )
    found = session.execute(rows.order_by(Decision.decided_on, Decision.id)).all()
    return [Named(row.id, row.doc_no, row.decided_on, legal_date(row.first_received_at)) for row in found]


def waiting(session: Session, principal: Principal) -> int:
    """Return how many appeals wait for somebody who may decide them."""
    if not principal.may("credit.assess"):
        return 0
    others = Appeal.department_id != (principal.department_id or 0)
    return session.scalar(select(func.count()).where(Appeal.state == AppealState.FILED, others)) or 0


def names(session: Session, appeal: Appeal) -> dict[str, str]:
    """Return the names of who filed and who decided."""
    actors = [actor for actor in (appeal.filed_by, appeal.decided_by) if actor and actor.startswith("person:")]
    numbers = {int(actor.partition(":")[2]): actor for actor in actors}
    return {numbers[row.id]: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(numbers)))}


def _lines(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Line]:
    rows = (
        select(Appeal, Department.name, Circular.starts_on, Circular.ends_on)
        .join(Department, Department.id == Appeal.department_id)
        .join(Circular, Circular.id == Appeal.circular_id)
        .where(*conditions)
        .order_by(Appeal.id.desc())
        .limit(PAGE)
    )
    return [Line(row[0], row[1], row[2], row[3], AppealState(row[0].state)) for row in session.execute(rows)]


def _seen(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for what somebody may see: the own department's, and everything for those who decide."""
    if principal.may("credit.assess"):
        return true()
    own = Department.id == (principal.department_id or 0)
    return or_(own, principal.covers(Department.path, Department.division))
