"""Keeping who gives permits where."""

from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from supervision.accounts.departments.queries import department
from supervision.kernel import audit
from supervision.licensing.catalogue.functions.features import names
from supervision.licensing.offices.errors import BeginsTooEarly, DepartmentEnded, DivisionFaulty, FunctionUnknown
from supervision.licensing.offices.models import StoredOffice
from supervision.licensing.offices.rules import is_division, level_of

LOCK = "SELECT pg_advisory_xact_lock(hashtext('licensing.office'))"


def assign(
    session: Session, *, function: str, division: str, department_id: int | None, starts_on: date, actor: str, now: datetime
) -> StoredOffice | None:
    """Give a function in a division to a department from a day on, or with no department end it there.

    The office of before ends on that day; one that began on the very day was a slip and is replaced.
    """
    if function not in names():
        raise FunctionUnknown(function=function)
    if not is_division(division):
        raise DivisionFaulty(division=division[:12])
    session.execute(text(LOCK))
    made = None if department_id is None else _new(session, function, division, department_id, starts_on)
    standing = _standing(session, function, division)
    if made is not None and standing is not None and standing.department_id == department_id:
        return standing
    if standing is not None:
        _end(session, standing, starts_on)
    if made is not None:
        session.add(made)
        session.flush()
    facts = {"function": function, "division": division, "department_id": department_id, "starts_on": starts_on.isoformat()}
    audit.record(
        session,
        actor=actor,
        action="licensing.office.assign",
        object_kind="office",
        object_id=f"{function}/{division}",
        detail=facts,
        now=now,
    )
    return made


def _new(session: Session, function: str, division: str, department_id: int, starts_on: date) -> StoredOffice:
    found = department(session, department_id)
    if found.valid_to is not None and found.valid_to <= starts_on:
        raise DepartmentEnded(name=found.name)
    return StoredOffice(
        function=function, division=division, level=level_of(division), department_id=department_id, valid_from=starts_on
    )


def _standing(session: Session, function: str, division: str) -> StoredOffice | None:
    same = select(StoredOffice).where(StoredOffice.function == function, StoredOffice.division == division)
    return session.scalar(same.where(StoredOffice.valid_to.is_(None)))


def _end(session: Session, standing: StoredOffice, day: date) -> None:
    if day < standing.valid_from:
        raise BeginsTooEarly(since=standing.valid_from.isoformat())
    if day == standing.valid_from:
        session.delete(standing)
    else:
        standing.valid_to = day
    session.flush()
