"""Authorising another's system to push for one's department, and ending that."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.pushing import queries
from credit.pushing.errors import AlreadyGranted, ClientNotFit, FieldMissing, NotOurDepartment, ReasonMissing
from credit.pushing.models import PushAuthorisation
from credit.pushing.rules import check_period
from credit.pushing.states import GrantAction, GrantState
from supervision.accounts.departments.models import Department
from supervision.accounts.rules import actor_of
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date


def grant(
    session: Session,
    *,
    principal: Principal,
    client_id: int,
    department_id: int,
    valid_from: date,
    valid_to: date,
    basis: str,
    now: datetime,
) -> PushAuthorisation:
    """Let a system push the decisions of a department; what stands already is ended first by a person."""
    check_period(valid_from, valid_to, today=legal_date(now))
    if not basis.strip():
        raise FieldMissing
    offered = {item.id: item.name for item in queries.departments(session, principal)}
    if department_id not in offered:
        raise NotOurDepartment
    systems = dict(queries.clients(session, now=now))
    if client_id not in systems:
        raise ClientNotFit
    session.get_one(Department, department_id, with_for_update=True)  # two people at once: the second sees the first
    standing = _standing(session, client_id, department_id)
    if standing is not None and standing.valid_to >= legal_date(now):
        raise AlreadyGranted(client=systems[client_id], department=offered[department_id], until=standing.valid_to)
    actor = actor_of(principal)
    if standing is not None:
        _end(standing, why="期限届满", actor=actor, now=now)
        session.flush()
    made = PushAuthorisation(
        client_id=client_id,
        department_id=department_id,
        state=GrantState.GRANTED,
        valid_from=valid_from,
        valid_to=valid_to,
        basis=basis.strip(),
        granted_at=now,
        granted_by=actor,
    )
    session.add(made)
    session.flush()
    _note(session, made, "credit.push.authorise", actor=actor, now=now)
    return made


def _standing(session: Session, client_id: int, department_id: int) -> PushAuthorisation | None:
    statement = select(PushAuthorisation).where(
        PushAuthorisation.client_id == client_id,
        PushAuthorisation.department_id == department_id,
        PushAuthorisation.state == GrantState.GRANTED,
    )
    return session.scalars(statement).one_or_none()


def end(session: Session, made: PushAuthorisation, *, why: str, actor: str, now: datetime) -> None:
    """End an authorisation at once; what was pushed under it stays."""
    if not why.strip():
        raise ReasonMissing
    _end(made, why=why.strip(), actor=actor, now=now)
    _note(session, made, "credit.push.end", actor=actor, now=now)


def _end(made: PushAuthorisation, *, why: str, actor: str, now: datetime) -> None:
    made.move(GrantAction.END)
    made.ended_at, made.ended_by, made.ended_why = now, actor, why


def _note(session: Session, made: PushAuthorisation, action: str, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="push-authorisation",
        object_id=made.id,
        detail={
            "client": made.client_id,
            "valid_from": made.valid_from.isoformat(),
            "valid_to": made.valid_to.isoformat(),
            "basis": made.basis,
            "why": made.ended_why,
        },
        now=now,
        department_id=made.department_id,
    )
