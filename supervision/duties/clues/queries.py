"""Which clues there are for whom, and what happened to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from supervision.accounts.models import Department, Position, Role, User
from supervision.accounts.people.queries import names_of
from supervision.accounts.roles.queries import in_force
from supervision.archive.subjects.models import Name
from supervision.duties.clues.errors import ClueChangedMeanwhile, ClueNotFound
from supervision.duties.clues.models import Clue, ClueStep
from supervision.duties.clues.states import ClueState
from supervision.kernel.access import Principal

PAGE = 50
HANDLE = "clues.handle"


@dataclass(frozen=True, slots=True)
class ClueLine:
    """A clue with the names that a page shows."""

    clue: Clue
    department: Department
    handler: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with the names of the departments between which the clue went."""

    step: ClueStep
    from_department: str | None
    to_department: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `state` may also be `overdue`."""

    state: str = ""
    words: str = ""
    mine: bool = False
    after: int | None = None


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the clues of the departments that a principal's positions cover."""
    return principal.covers(Department.path, Department.division)


def clue_for(session: Session, principal: Principal, clue_id: int) -> ClueLine:
    """Return a clue that this person may see; another's looks as if it did not exist."""
    row = session.execute(_lines().where(Clue.id == clue_id, visible(principal))).one_or_none()
    if row is None:
        raise ClueNotFound
    return ClueLine(*row)


def clue_for_change(
    session: Session, principal: Principal, clue_id: int, *, revision: int | None = None, request_key: UUID | None = None
) -> Clue:
    """Return a clue for a step, refused when it changed after the page that was looked at; a request that came before may pass."""
    clue = clue_for(session, principal, clue_id).clue
    session.refresh(clue, with_for_update=True)
    repeated = request_key is not None and step_of_request(session, request_key) is not None
    if revision is not None and clue.revision != revision and not repeated:
        raise ClueChangedMeanwhile
    return clue


def clues(session: Session, principal: Principal, *, wanted: Wanted, on: date) -> Sequence[ClueLine]:
    """Return one page of clues: the open ones by their last day, the settled ones newest first."""
    query = _lines().where(visible(principal), _narrowed(principal, wanted, on))
    if wanted.state == ClueState.SETTLED:
        newest = query.order_by(Clue.id.desc())
        rows = newest if wanted.after is None else newest.where(Clue.id < wanted.after)
    else:
        first = query.order_by(Clue.due_on, Clue.id)
        rows = first if wanted.after is None else first.where(_later_than(wanted.after))
    return [ClueLine(*row) for row in session.execute(rows.limit(PAGE + 1))]


def counts(session: Session, principal: Principal, *, on: date) -> dict[str, int]:
    """Return how many clues stand where, `overdue` among them."""
    late = and_(Clue.state != ClueState.SETTLED, Clue.due_on < on)
    query = (
        select(Clue.state, func.count(), func.count().filter(late))
        .join(Department, Department.id == Clue.department_id)
        .where(visible(principal))
        .group_by(Clue.state)
    )
    rows = session.execute(query).all()
    return {**{row[0]: row[1] for row in rows}, "overdue": sum(row[2] for row in rows)}


def open_count(session: Session, principal: Principal) -> int:
    """Return how many clues wait in the departments of a principal."""
    query = select(func.count()).select_from(Clue).join(Department, Department.id == Clue.department_id)
    return session.scalar(query.where(visible(principal), Clue.state != ClueState.SETTLED)) or 0


def steps(session: Session, clue_id: int) -> Sequence[StepLine]:
    """Return what happened to a clue, newest first."""
    before, after = aliased(Department), aliased(Department)
    query = (
        select(ClueStep, before.name, after.name)
        .outerjoin(before, before.id == ClueStep.from_department_id)
        .outerjoin(after, after.id == ClueStep.to_department_id)
        .where(ClueStep.clue_id == clue_id)
        .order_by(ClueStep.id.desc())
    )
    return [StepLine(*row) for row in session.execute(query)]


def actors(session: Session, clue_id: int) -> dict[str, str]:
    """Return the names of the people in a clue's history, by the way in which actors are written."""
    written = session.scalars(select(ClueStep.actor).where(ClueStep.clue_id == clue_id).distinct())
    numbers = [int(actor.removeprefix("person:")) for actor in written if actor.startswith("person:")]
    return {f"person:{number}": name for number, name in names_of(session, numbers).items()}


def step_of_request(session: Session, request_key: UUID) -> ClueStep | None:
    return session.scalar(select(ClueStep).where(ClueStep.request_key == request_key))


def clue_of_source(session: Session, *, source_kind: str, source_id: str | int) -> Clue | None:
    """Return the clue that something handed over, if it did."""
    return session.scalar(select(Clue).where(Clue.source_kind == source_kind, Clue.source_id == str(source_id)))


def handlers(session: Session, department_id: int, *, on: date) -> Sequence[User]:
    """Return the people of a department who may check clues today."""
    may = (
        select(Position.id)
        .join(Role, Role.code == Position.role_code)
        .where(Position.user_id == User.id, Role.permissions.contains([HANDLE]), in_force(on))
    )
    wanted = select(User).where(User.department_id == department_id, User.state == "active", may.exists())
    return session.scalars(wanted.order_by(User.id)).all()


def _lines() -> Select[Any]:
    named = (
        select(Name.name)
        .where(Name.subject_id == Clue.subject_id, Name.former.is_(False), Name.known_to.is_(None))
        .order_by(Name.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Clue, Department, User.name, named)
        .join(Department, Department.id == Clue.department_id)
        .outerjoin(User, User.id == Clue.handler_id)
    )


def _narrowed(principal: Principal, wanted: Wanted, on: date) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state == "overdue":
        conditions += [Clue.state != ClueState.SETTLED, Clue.due_on < on]
    elif wanted.state:
        conditions.append(Clue.state == wanted.state)
    else:
        conditions.append(Clue.state != ClueState.SETTLED)
    if wanted.mine:
        conditions.append(Clue.handler_id == principal.id)
    if wanted.words:
        named = select(Name.id).where(Name.subject_id == Clue.subject_id, Name.name.contains(wanted.words, autoescape=True))
        conditions.append(
            or_(
                Clue.number.contains(wanted.words, autoescape=True),
                Clue.content.contains(wanted.words, autoescape=True),
                named.exists(),
            )
        )
    return and_(*conditions)


def _later_than(clue_id: int) -> ColumnElement[bool]:
    last = select(Clue.due_on).where(Clue.id == clue_id).scalar_subquery()
    return or_(Clue.due_on > last, and_(Clue.due_on == last, Clue.id > clue_id))
