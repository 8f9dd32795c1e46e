"""Who may push for whom, and how a batch of decisions ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from credit.pushing import rules
from credit.pushing.errors import BatchUnknown, DepartmentNotKnown, GrantUnknown, NoDepartment, NotAuthorised
from credit.pushing.models import PushAuthorisation, PushRequest
from credit.pushing.states import GrantState
from credit.reporting.models import Decision
from credit.standards.schemas import Table, table_of, tables
from supervision.accounts.clients.models import ApiClient
from supervision.accounts.models import Department
from supervision.intake.models import CHUNK_ROWS, Batch, Finding
from supervision.intake.queries import batch_for, raw_rows
from supervision.kernel.access import Principal
from supervision.kernel.errors import NotFound

REPORT: Final = "credit.report"
PAGE: Final = 1_000
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class GrantLine:
    """An authorisation with the names of both sides."""

    grant: PushAuthorisation
    client: str
    owner: str
    department: str

    def holds(self, today: date) -> bool:
        """Tell whether it holds today."""
        return self.grant.state == GrantState.GRANTED and self.grant.valid_from <= today <= self.grant.valid_to


@dataclass(frozen=True, slots=True)
class PushLine:
    """A push with its department and batch."""

    request: PushRequest
    department: str
    batch: Batch


def reached(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the departments that a person answers for."""
    return or_(principal.covers(Department.path, Department.division), Department.id == principal.department_id)


def departments(session: Session, principal: Principal) -> Sequence[Department]:
    """Return the departments that a person may speak for, the own one first."""
    statement = select(Department).where(reached(principal), Department.valid_to.is_(None))
    return session.scalars(statement.order_by(Department.id != principal.department_id, Department.path)).all()


def department_for(session: Session, principal: Principal, code: str | None, *, on: date) -> tuple[Department, int | None]:
    """Return the department whose data are pushed, and the authorisation under which another's are."""
    department = _department(session, principal, code)
    if department.id == principal.department_id:
        return department, None
    grant = session.scalar(
        select(PushAuthorisation.id).where(
            PushAuthorisation.client_id == principal.id,
            PushAuthorisation.department_id == department.id,
            PushAuthorisation.state == GrantState.GRANTED,
            PushAuthorisation.valid_from <= on,
            PushAuthorisation.valid_to >= on,
        )
    )
    if principal.kind != "client" or grant is None:
        raise NotAuthorised(department=department.name)
    return department, grant


def _department(session: Session, principal: Principal, code: str | None) -> Department:
    if code is None:
        found = session.get(Department, principal.department_id) if principal.department_id else None
        if found is None:
            raise NoDepartment
        return found
    same = or_(Department.code == code, Department.uscc == code)
    found = session.scalars(select(Department).where(same, Department.valid_to.is_(None)).order_by(Department.id)).first()
    if found is None:
        raise DepartmentNotKnown(code=code)
    return found


def earlier(session: Session, *, actor: str, key: str) -> PushRequest | None:
    """Return what one key of one caller stands for already."""
    return session.scalars(select(PushRequest).where(PushRequest.actor == actor, PushRequest.key == key)).one_or_none()


def grants(session: Session, principal: Principal) -> list[GrantLine]:
    """Return the authorisations of the departments in reach, those that stand first."""
    owner = aliased(Department)
    statement = (
        select(PushAuthorisation, ApiClient.name, owner.short_name, Department.short_name)
        .join(ApiClient, ApiClient.id == PushAuthorisation.client_id)
        .join(owner, owner.id == ApiClient.department_id)
        .join(Department, Department.id == PushAuthorisation.department_id)
        .where(reached(principal))
        .order_by(PushAuthorisation.state.desc(), PushAuthorisation.id.desc())
    )
    return [GrantLine(*row) for row in session.execute(statement)]


def grant_for(session: Session, principal: Principal, grant_id: int) -> PushAuthorisation:
    """Return an authorisation of a department in reach, locked."""
    statement = (
        select(PushAuthorisation)
        .join(Department, Department.id == PushAuthorisation.department_id)
        .where(PushAuthorisation.id == grant_id, reached(principal))
        .with_for_update(of=PushAuthorisation)
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise GrantUnknown
    return found


def clients(session: Session, *, now: datetime) -> list[tuple[int, str]]:
    """Return the systems that may report, each with its department."""
    statement = (
        select(ApiClient.id, ApiClient.name, Department.short_name)
        .join(Department, Department.id == ApiClient.department_id)
        .where(ApiClient.state == "active", ApiClient.expires_at > now, ApiClient.permissions.contains([REPORT]))
        .order_by(Department.path, ApiClient.name)
    )
    return [(row[0], f"{row[1]}（{row[2]}）") for row in session.execute(statement)]


def pushes(session: Session, principal: Principal) -> list[PushLine]:
    """Return the latest pushes for the departments in reach."""
    statement = (
        select(PushRequest, Department.short_name, Batch)
        .join(Department, Department.id == PushRequest.department_id)
        .join(Batch, Batch.id == PushRequest.batch_id)
        .where(reached(principal))
        .order_by(PushRequest.id.desc())
        .limit(SHOWN)
    )
    return [PushLine(*row) for row in session.execute(statement)]


def table_named(batch: Batch) -> Table:
    """Return the table of the standard that a batch is rows of; other batches are none of ours."""
    if batch.kind not in {table.row_kind for table in tables()} or batch.state in {"draft", "discarded"}:
        raise BatchUnknown
    return table_of(batch.kind)


def decisions_batch(session: Session, principal: Principal, batch_id: int) -> tuple[Batch, Table]:
    """Return a batch of decisions that this caller may see."""
    try:
        batch = batch_for(session, principal, batch_id)
    except NotFound:
        raise BatchUnknown from None
    return batch, table_named(batch)


def batch_outcome(session: Session, principal: Principal, batch_id: int, *, page: int) -> dict[str, Any]:
    """Return how a batch stands, and how the rows of one page of it ended."""
    batch, table = decisions_batch(session, principal, batch_id)
    names = ("accepted", "held", "rejected", "warned", "unchanged")
    return {
        "batch_id": batch.id,
        "number": batch.number,
        "table": batch.kind,
        "department": session.get_one(Department, batch.department_id).code,
        "state": batch.state,
        "error": batch.error,
        "received_at": batch.created_at,
        "rows_read": batch.rows_read,
        "counts": {name: getattr(batch, name) for name in names},
        "page": page,
        "pages": max(1, -(-(batch.rows_read + batch.blank) // PAGE)),
        "rows": _rows(session, batch, table, page),
    }


def _rows(session: Session, batch: Batch, table: Table, page: int) -> list[dict[str, Any]]:
    """Return the rows of a page that were reached; a page never spans two chunks."""
    first = (page - 1) * PAGE + 1
    try:
        frame = raw_rows(session, batch.id, chunk_no=(first - 1) // CHUNK_ROWS).select("row_no", "verdict")
    except NotFound:
        return []
    ended = [(row, verdict) for row, verdict in frame.rows() if first <= row < first + PAGE]
    if not ended:
        return []
    last = ended[-1][0]
    told = rules.outcomes(ended, _findings(session, batch.id, first, last), table, rows=range(first, last + 1))
    made = _decisions(session, batch.id, first, last)
    return [{**row, "decision_id": made.get(row["row"])} for row in told]


def _findings(session: Session, batch_id: int, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
    columns = [getattr(Finding, name) for name in rules.FINDING]
    statement = select(Finding.row_no, *columns).where(Finding.batch_id == batch_id, Finding.row_no.between(first, last))
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row_no, *values in session.execute(statement.order_by(Finding.row_no, Finding.id)):
        grouped.setdefault(row_no, []).append(dict(zip(rules.FINDING, values, strict=True)))
    return grouped


def _decisions(session: Session, batch_id: int, first: int, last: int) -> dict[int, int]:
    statement = select(Decision.row_no, Decision.id)
    wanted = (Decision.batch_id == batch_id, Decision.row_no.between(first, last))
    return dict(session.execute(statement.where(*wanted)).all())
