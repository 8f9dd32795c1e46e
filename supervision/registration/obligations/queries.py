"""Which firms still have to change their scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR, Department
from supervision.archive.subjects.models import Identifier, Name, Registration
from supervision.kernel.access import Principal
from supervision.kernel.divisions import prefix
from supervision.registration.obligations.models import Obligation
from supervision.registration.obligations.states import Ground, ObligationState
from supervision.registration.recording.models import Entry

PAGE = 50


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with the firm's name and code."""

    obligation: Obligation
    name: str | None
    code: str | None
    met_by: str | None


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One page of duties."""

    items: Sequence[Duty]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def division_of(session: Session, subject_id: int) -> str | None:
    """Return where the register says a firm is."""
    standing = (Registration.known_to.is_(None), Registration.valid_to.is_(None), Registration.department_id == REGISTRAR)
    return session.scalar(select(Registration.division).where(Registration.subject_id == subject_id, *standing))


def known(session: Session, subject_id: int, item_code: str, ground: Ground, licence_record_id: int | None) -> int:
    """Return the duty that stands already."""
    return session.scalars(
        select(Obligation.id).where(
            Obligation.subject_id == subject_id,
            Obligation.item_code == item_code,
            Obligation.ground == ground,
            Obligation.licence_record_id.is_not_distinct_from(licence_record_id),
        )
    ).one()


def visible(session: Session, principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the duties that somebody may see: of firms in the divisions of the departments that a position covers."""
    if any(scope.department_path is None and scope.division is None for scope in principal.scopes):
        return true()
    covered = select(Department.division).where(
        principal.covers(Department.path, Department.division), Department.division.is_not(None)
    )
    places = {prefix(code) for code in session.scalars(covered) if code}
    return or_(Obligation.division.is_(None), *(Obligation.division.startswith(place) for place in places))


def page(session: Session, principal: Principal, *, state: ObligationState | None, number: int) -> DutyPage:
    """Return one page of duties, what falls due first at the top."""
    condition = visible(session, principal) & (Obligation.state == state if state else Obligation.state != ObligationState.MET)
    total = session.scalar(select(func.count()).select_from(Obligation).where(condition)) or 0
    order = Obligation.met_at.desc() if state is ObligationState.MET else Obligation.due_on
    statement = select(Obligation).where(condition).order_by(order, Obligation.id).limit(PAGE).offset((number - 1) * PAGE)
    return DutyPage(_with_names(session, session.scalars(statement).all()), total, number)


def _with_names(session: Session, found: Sequence[Obligation]) -> list[Duty]:
    subjects = {item.subject_id for item in found}
    names = _first(
        session, select(Name.subject_id, Name.name).where(Name.known_to.is_(None), Name.former.is_(False)), Name, subjects
    )
    codes = _first(
        session, select(Identifier.subject_id, Identifier.value).where(Identifier.known_to.is_(None)), Identifier, subjects
    )
    entries = {item.met_by_entry_id for item in found if item.met_by_entry_id}
    met = select(Entry).where(Entry.id.in_(entries))
    numbers = {entry.id: entry.source_no for entry in session.scalars(met)}
    return [
        Duty(item, names.get(item.subject_id), codes.get(item.subject_id), numbers.get(item.met_by_entry_id or 0))
        for item in found
    ]


def _first(session: Session, statement: Any, model: Any, subjects: set[int]) -> dict[int, str]:
    rows = session.execute(statement.where(model.subject_id.in_(subjects)).order_by(model.id.desc()))
    return {row[0]: row[1] for row in rows}


def counts(session: Session, principal: Principal) -> dict[str, int]:
    """Return how many visible duties stand in each state."""
    statement = select(Obligation.state, func.count()).where(visible(session, principal)).group_by(Obligation.state)
    return {row[0]: row[1] for row in session.execute(statement)}


def standing_count(session: Session, principal: Principal) -> int:
    """Return how many visible duties are not met, for the navigation."""
    condition = visible(session, principal) & (Obligation.state != ObligationState.MET)
    return session.scalar(select(func.count()).select_from(Obligation).where(condition)) or 0
