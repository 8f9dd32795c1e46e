"""What changes in the tree of departments."""

from datetime import date, datetime

from sqlalchemy import Sequence, select
from sqlalchemy.orm import Session

from supervision.accounts.departments import queries
from supervision.accounts.departments.errors import AlreadyEnded, CodeTaken, IntoItself, StillNeeded, UsccWrong
from supervision.accounts.departments.models import Department
from supervision.accounts.departments.rules import level_of, plain_division
from supervision.kernel import audit, clock
from supervision.kernel.identifiers import check_uscc, normalise_code

IDS = Sequence("department_id_seq", schema="accounts")


def create_department(
    session: Session,
    *,
    code: str,
    name: str,
    short_name: str = "",
    uscc: str | None = None,
    division: str | None = None,
    level: str | None = None,
    parent_id: int | None = None,
    valid_from: date | None = None,
    actor: str,
    now: datetime,
) -> Department:
    """Add a department below another one, or as a root."""
    uscc = _plain_uscc(uscc)
    holder = queries.holder_of(session, code=code.strip(), uscc=uscc)
    if holder is not None:
        raise CodeTaken(value=uscc if uscc is not None and holder.uscc == uscc else code, holder=holder.name)
    division = plain_division(division)
    number: int = session.scalars(select(IDS.next_value())).one()
    department = Department(
        id=number,
        code=code.strip(),
        name=name.strip(),
        short_name=short_name.strip() or name.strip(),
        uscc=uscc,
        division=division,
        level=level or level_of(division),
        parent_id=parent_id,
        path=f"{_parent_path(session, parent_id)}{number}/",
        valid_from=valid_from,
    )
    session.add(department)
    session.flush()
    _record(session, "accounts.department.create", department, actor=actor, now=now, code=department.code, name=department.name)
    return department


def rename_department(
    session: Session, *, department_id: int, name: str, short_name: str, actor: str, now: datetime
) -> Department:
    """Give a department another name; the audit keeps the former one."""
    department = queries.department(session, department_id)
    former = department.name
    department.name = name.strip()
    department.short_name = short_name.strip() or department.name
    _record(session, "accounts.department.rename", department, actor=actor, now=now, former=former, name=department.name)
    return department


def end_department(
    session: Session, *, department_id: int, ends_on: date, merged_into: int | None, actor: str, now: datetime
) -> Department:
    """Dissolve a department from a day on, naming who takes over where somebody does."""
    department = queries.department(session, department_id)
    _refuse_ended(department)
    below = queries.living_below(session, department)
    if below:
        raise StillNeeded(name=department.name, count=below)
    if merged_into is not None:
        if merged_into == department.id:
            raise IntoItself
        _refuse_ended(queries.department(session, merged_into))
    department.valid_to = ends_on
    department.merged_into = merged_into
    _record(
        session,
        "accounts.department.end",
        department,
        actor=actor,
        now=now,
        ends_on=ends_on.isoformat(),
        merged_into=merged_into,
        decided_on=clock.legal_date(now).isoformat(),
    )
    return department


def _parent_path(session: Session, parent_id: int | None) -> str:
    if parent_id is None:
        return "/"
    parent = queries.department(session, parent_id)
    _refuse_ended(parent)
    return parent.path


def _refuse_ended(department: Department) -> None:
    if department.valid_to is not None:
        raise AlreadyEnded(name=department.name, ended=department.valid_to.isoformat())


def _plain_uscc(text: str | None) -> str | None:
    uscc = normalise_code(text or "")
    if not uscc:
        return None
    verdict = check_uscc(uscc)
    if not verdict.ok:
        raise UsccWrong(uscc=uscc[:24], fault=next(problem.message for problem in verdict.problems if problem.rejects))
    return uscc


def _record(session: Session, action: str, department: Department, *, actor: str, now: datetime, **detail: object) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="department",
        object_id=department.id,
        detail=detail,
        now=now,
        department_id=department.id,
    )
