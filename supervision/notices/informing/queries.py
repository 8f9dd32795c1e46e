"""Which sheets there are for whom, what each says, and which registrations came without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.notices.informing.errors import InformingChangedMeanwhile, InformingNotFound
from supervision.notices.informing.models import Informing, InformingItem, InformingSheet, Undertaking
from supervision.notices.informing.states import STANDING, InformingState, Verdict
from supervision.registration.recording.models import Entry

PAGE = 50
KINDS_TO_INFORM = ("establishment", "scope_change")


@dataclass(frozen=True, slots=True)
class Line:
    """A sheet of a list."""

    informing: Informing
    department: Department
    listed: int
    way: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that belongs to one informing."""

    informing: Informing
    department: Department
    items: Sequence[InformingItem]
    sheets: dict[str, InformingSheet]
    undertaking: Undertaking | None

    @property
    def listed(self) -> list[InformingItem]:
        return [item for item in self.items if item.verdict == Verdict.LISTED]

    @property
    def possible(self) -> list[InformingItem]:
        return [item for item in self.items if item.verdict == Verdict.POSSIBLE]

    @property
    def open(self) -> list[InformingItem]:
        return [item for item in self.items if item.verdict == Verdict.OPEN]

    @property
    def newest_sheet(self) -> InformingSheet | None:
        """The signed sheet once it is set, otherwise the one that was handed out."""
        return self.sheets.get("signed") or self.sheets.get("issued")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    state: str = ""
    words: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Uninformed:
    """A registration for which nobody was given a sheet."""

    entry_id: int
    source_no: str
    name: str | None
    kind: str
    occurred_on: date | None
    received_at: datetime
    department: str


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the sheets of the departments that a principal's positions cover."""
    return principal.covers(Department.path, Department.division)


def informing_for(session: Session, principal: Principal, informing_id: int) -> Informing:
    """Return an informing that this person may see; another's looks as if it did not exist."""
    found: Informing | None = session.scalar(_visible_ones(principal).where(Informing.id == informing_id))
    if found is None:
        raise InformingNotFound
    return found


def informing_numbered(session: Session, principal: Principal, number: str) -> Informing:
    """Return an issued informing by its number."""
    found: Informing | None = session.scalar(_visible_ones(principal).where(Informing.number == number))
    if found is None:
        raise InformingNotFound
    return found


def informing_for_change(
    session: Session, principal: Principal, informing_id: int, *, revision: int | None = None
) -> Informing:
    """Return an informing for a step, held until the transaction ends; refused when it changed after the page was opened."""
    found = informing_for(session, principal, informing_id)
    session.refresh(found, with_for_update=True)
    if revision is not None and found.revision != revision:
        raise InformingChangedMeanwhile
    return found


def whole(session: Session, informing: Informing) -> Whole:
    """Return an informing with its items, files and undertaking."""
    items = session.scalars(select(InformingItem).where(InformingItem.informing_id == informing.id).order_by(InformingItem.id))
    sheets = session.scalars(select(InformingSheet).where(InformingSheet.informing_id == informing.id))
    return Whole(
        informing,
        session.get_one(Department, informing.department_id),
        items.all(),
        {sheet.kind: sheet for sheet in sheets},
        undertaking_of(session, informing.id),
    )


def undertaking_of(session: Session, informing_id: int) -> Undertaking | None:
    return session.scalar(select(Undertaking).where(Undertaking.informing_id == informing_id))


def of_request(session: Session, request_key: UUID) -> Informing | None:
    return session.scalar(select(Informing).where(Informing.request_key == request_key))


def standing_of_source(session: Session, *, department_id: int, source_no: str) -> Informing | None:
    """Return the sheet that stands for a piece of the registrar's business."""
    wanted = (
        Informing.department_id == department_id,
        Informing.source_no == source_no,
        Informing.state != InformingState.VOID,
    )
    return session.scalar(select(Informing).where(*wanted))


def of_entry(session: Session, entry_id: int) -> list[Informing]:
    """Return the sheets that belong to a registration, the one that stands first."""
    wanted = select(Informing).where(Informing.entry_id == entry_id).order_by(Informing.state == "void", Informing.id.desc())
    return list(session.scalars(wanted))


def lines(session: Session, principal: Principal, *, wanted: Wanted) -> Sequence[Line]:
    """Return one page of sheets, newest first."""
    listed = (
        select(func.count())
        .where(InformingItem.informing_id == Informing.id, InformingItem.verdict == Verdict.LISTED)
        .scalar_subquery()
    )
    query: Select[Any] = (
        select(Informing, Department, listed, Undertaking.way)
        .join(Department, Department.id == Informing.department_id)
        .outerjoin(Undertaking, Undertaking.informing_id == Informing.id)
        .where(visible(principal), _narrowed(wanted))
        .order_by(Informing.id.desc())
        .limit(PAGE + 1)
    )
    return [Line(*row) for row in session.execute(query)]


def counts(session: Session, principal: Principal) -> dict[str, int]:
    """Return how many sheets stand where; `unsigned` are those that still wait for their undertaking."""
    unsigned = and_(Informing.state == InformingState.ISSUED, Informing.undertaking_needed)
    query = (
        select(Informing.state, func.count(), func.count().filter(unsigned))
        .join(Department, Department.id == Informing.department_id)
        .where(visible(principal))
        .group_by(Informing.state)
    )
    rows = session.execute(query).all()
    return {**{row[0]: row[1] for row in rows}, "unsigned": sum(row[2] for row in rows)}


def unsigned_count(session: Session, principal: Principal) -> int:
    """Return how many sheets of the person's office wait for their undertaking."""
    query = select(func.count()).select_from(Informing).join(Department, Department.id == Informing.department_id)
    waiting = (visible(principal), Informing.state == InformingState.ISSUED, Informing.undertaking_needed)
    return session.scalar(query.where(*waiting)) or 0


def uninformed(session: Session, principal: Principal, *, since: datetime, before: int | None = None) -> Sequence[Uninformed]:
    """Return registrations since an instant for which no sheet was made, newest first."""
    query = (
        select(
            Entry.id,
            Entry.source_no,
            Entry.name,
            Entry.kind,
            Entry.occurred_on,
            Entry.received_at,
            Department.name.label("department"),
        )
        .join(Department, Department.id == Entry.registrar_department_id)
        .where(visible(principal), *_without_sheet(since))
        .order_by(Entry.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Entry.id < before)
    return [Uninformed(*row) for row in session.execute(query)]


def share_informed(session: Session, principal: Principal, *, since: datetime) -> tuple[int, int]:
    """Return how many registrations since an instant have a sheet, and of how many."""
    base = (Entry.latest, Entry.received_at >= since, Entry.kind.in_(KINDS_TO_INFORM))
    joined = select(func.count()).select_from(Entry).join(Department, Department.id == Entry.registrar_department_id)
    every = session.scalar(joined.where(visible(principal), *base)) or 0
    without = session.scalar(joined.where(visible(principal), *_without_sheet(since))) or 0
    return every - without, every


def _without_sheet(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Two questions, since each has an index of its own and together they would have none."""
    issued = Informing.state.in_(STANDING)
    linked = select(Informing.id).where(issued, Informing.entry_id == Entry.id)
    same_business = select(Informing.id).where(
        issued, Informing.department_id == Entry.registrar_department_id, Informing.source_no == Entry.source_no
    )
    wanted = (Entry.latest.is_(True), Entry.received_at >= since, Entry.kind.in_(KINDS_TO_INFORM))
    return (*wanted, ~linked.exists(), ~same_business.exists())


def _visible_ones(principal: Principal) -> Select[Any]:
    return select(Informing).join(Department, Department.id == Informing.department_id).where(visible(principal))


def _narrowed(wanted: Wanted) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state == "unsigned":
        conditions += [Informing.state == InformingState.ISSUED, Informing.undertaking_needed.is_(True)]
    elif wanted.state:
        conditions.append(Informing.state == wanted.state)
    else:
        conditions.append(Informing.state != InformingState.VOID)
    if wanted.words:
        columns = (Informing.name, Informing.number, Informing.source_no)
        conditions.append(or_(*(column.contains(wanted.words, autoescape=True) for column in columns)))
    if wanted.before is not None:
        conditions.append(Informing.id < wanted.before)
    return and_(*conditions)
