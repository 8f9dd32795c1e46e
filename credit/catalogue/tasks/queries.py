"""Tasks in somebody's reach, and the decisions behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from credit.catalogue.errors import TaskUnknown
from credit.catalogue.models import CatalogueTask, CatalogueTaskDecision
from credit.catalogue.states import TaskState
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.kernel.access import Principal

PAGE: Final = 40
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One task with its department and how many decisions wait for it."""

    task: CatalogueTask
    department: str
    decisions: int


@dataclass(frozen=True, slots=True)
class Behind:
    """One decision that a task is about."""

    id: int
    doc_no: str
    decided_on: date
    subject: str
    authority: str


def lines(session: Session, principal: Principal, *, state: TaskState, kind: str, before: int | None) -> Sequence[Line]:
    """Return tasks, the newest first, one more than a page."""
    counted = (
        select(func.count()).where(CatalogueTaskDecision.task_id == CatalogueTask.id).correlate(CatalogueTask).scalar_subquery()
    )
    wanted = (
        select(CatalogueTask, Department.name, counted)
        .join(Department, Department.id == CatalogueTask.department_id)
        .where(CatalogueTask.state == state, _seen(principal))
        .order_by(CatalogueTask.id.desc())
        .limit(PAGE + 1)
    )
    if kind:
        wanted = wanted.where(CatalogueTask.kind == kind)
    if before is not None:
        wanted = wanted.where(CatalogueTask.id < before)
    return [Line(*row) for row in session.execute(wanted)]


def counts(session: Session, principal: Principal) -> dict[str, int]:
    """Return how many tasks there are in each state."""
    wanted = (
        select(CatalogueTask.state, func.count())
        .join(Department, Department.id == CatalogueTask.department_id)
        .where(_seen(principal))
        .group_by(CatalogueTask.state)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def open_count(session: Session, principal: Principal) -> int:
    """Return how many tasks wait in somebody's own department."""
    mine = CatalogueTask.department_id == (principal.department_id or 0)
    return session.scalar(select(func.count()).where(CatalogueTask.state == TaskState.OPEN, mine)) or 0


def line(session: Session, principal: Principal, *, task_id: int) -> Line:
    """Return one task in somebody's reach or refuse."""
    counted = (
        select(func.count()).where(CatalogueTaskDecision.task_id == CatalogueTask.id).correlate(CatalogueTask).scalar_subquery()
    )
    wanted = (
        select(CatalogueTask, Department.name, counted)
        .join(Department, Department.id == CatalogueTask.department_id)
        .where(CatalogueTask.id == task_id, _seen(principal))
    )
    row = session.execute(wanted).first()
    if row is None:
        raise TaskUnknown
    return Line(*row)


def behind(session: Session, *, task_id: int) -> Sequence[Behind]:
    """Return the decisions of a task, the newest first; persons are not named here."""
    wanted = (
        select(Decision.id, Decision.doc_no, Decision.decided_on, Decision.subject_name, Decision.party, Decision.authority)
        .join(CatalogueTaskDecision, CatalogueTaskDecision.decision_id == Decision.id)
        .where(CatalogueTaskDecision.task_id == task_id)
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
        .limit(SHOWN)
    )
    return [
        Behind(row.id, row.doc_no, row.decided_on, row.subject_name if row.party == "legal" else "自然人", row.authority)
        for row in session.execute(wanted)
    ]


def decision_ids(session: Session, *, task_id: int) -> list[int]:
    """Return the decisions that wait for a task."""
    wanted = select(CatalogueTaskDecision.decision_id).where(CatalogueTaskDecision.task_id == task_id)
    return list(session.scalars(wanted.order_by(CatalogueTaskDecision.decision_id)))


def _seen(principal: Principal) -> ColumnElement[bool]:
    return or_(Department.id == (principal.department_id or 0), principal.covers(Department.path, Department.division))
