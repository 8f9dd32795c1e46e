"""Which sources there are for whom, and how each has been read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from credit.docking.errors import NotOurDepartment, SourceUnknown
from credit.docking.models import DockingPage, DockingRun, DockingSource
from credit.docking.states import RunState, SourceState
from credit.standards.schemas import tables
from supervision.accounts.models import Department
from supervision.intake.kinds import RowKind
from supervision.intake.models import Batch
from supervision.intake.queries import kind_named
from supervision.kernel.access import Principal

RUNS = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the rows of a run."""

    pages: int = 0
    rows: int = 0
    accepted: int = 0
    held: int = 0
    rejected: int = 0
    unchanged: int = 0
    blank: int = 0
    open_pages: int = 0


NOTHING = Counted()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with its department, its last run and everything that was ever taken from it."""

    source: DockingSource
    department: str
    run: DockingRun | None
    last: Counted
    total: Counted

    def idle_minutes(self, now: datetime) -> int | None:
        """Return how long ago the last run ended well."""
        if self.run is None or self.run.finished_at is None:
            return None
        return int((now - self.run.finished_at).total_seconds() // 60)

    def overdue(self, now: datetime) -> bool:
        """Tell whether a run should have begun and did not."""
        due = self.source.next_run_at
        return self.source.state == SourceState.ACTIVE and due is not None and (now - due).total_seconds() > 5 * 60


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run with what became of its rows."""

    run: DockingRun
    counted: Counted


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page with its batch."""

    page: DockingPage
    number: str


def kinds() -> list[RowKind]:
    """Return the tables of the standard, the newest edition first."""
    names = [table.row_kind for table in tables()]
    return [kind_named(name) for name in sorted(names, key=lambda name: name.split("-")[1], reverse=True)]


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the sources of the departments that a principal answers for."""
    return or_(principal.covers(Department.path, Department.division), Department.id == principal.department_id)


def departments(session: Session, principal: Principal) -> Sequence[Department]:
    """Return the departments for which somebody may set sources, the own one first."""
    statement = select(Department).where(visible(principal), Department.valid_to.is_(None))
    return session.scalars(statement.order_by(Department.id != principal.department_id, Department.path)).all()


def ensure_ours(session: Session, principal: Principal, department_id: int) -> None:
    """Refuse a department that this person does not answer for."""
    found = session.scalar(select(Department.id).where(Department.id == department_id, visible(principal)))
    if found is None:
        raise NotOurDepartment


def source_for(session: Session, principal: Principal, source_id: int, *, lock: bool = False) -> DockingSource:
    """Return a source that this person may see; another's looks as if it did not exist."""
    statement = (
        select(DockingSource)
        .join(Department, Department.id == DockingSource.department_id)
        .where(DockingSource.id == source_id, visible(principal))
    )
    source = session.scalars(statement.with_for_update(of=DockingSource) if lock else statement).one_or_none()
    if source is None:
        raise SourceUnknown
    return source


def lines(session: Session, principal: Principal) -> list[SourceLine]:
    """Return the visible sources, those in use first."""
    statement = (
        select(DockingSource, Department.short_name)
        .join(Department, Department.id == DockingSource.department_id)
        .where(visible(principal))
        .order_by(DockingSource.state == SourceState.CLOSED, DockingSource.id.desc())
    )
    rows = session.execute(statement).all()
    ids = [source.id for source, _ in rows]
    newest = select(DockingRun).ext(distinct_on(DockingRun.source_id)).where(DockingRun.source_id.in_(ids))
    last = {run.source_id: run for run in session.scalars(newest.order_by(DockingRun.source_id, DockingRun.id.desc()))}
    by_run = _counts(session, DockingPage.run_id, [run.id for run in last.values()])
    total = _counts(session, DockingPage.source_id, ids)
    return [
        SourceLine(
            source,
            department,
            run := last.get(source.id),
            by_run.get(run.id, NOTHING) if run else NOTHING,
            total.get(source.id, NOTHING),
        )
        for source, department in rows
    ]


def runs(session: Session, source_id: int) -> list[RunLine]:
    """Return the latest runs of a source."""
    statement = select(DockingRun).where(DockingRun.source_id == source_id).order_by(DockingRun.id.desc()).limit(RUNS)
    found = session.scalars(statement).all()
    counted = _counts(session, DockingPage.run_id, [run.id for run in found])
    return [RunLine(run, counted.get(run.id, NOTHING)) for run in found]


def pages(session: Session, source_id: int) -> list[PageLine]:
    """Return the latest pages of a source with the numbers of their batches."""
    statement = (
        select(DockingPage, Batch.number)
        .join(Batch, Batch.id == DockingPage.batch_id)
        .where(DockingPage.source_id == source_id)
        .order_by(DockingPage.id.desc())
    )
    return [PageLine(*row) for row in session.execute(statement.limit(RUNS))]


def _counts(session: Session, by: InstrumentedAttribute[int], ids: Sequence[int]) -> Mapping[int, Counted]:
    names = ("rows", "accepted", "held", "rejected", "unchanged", "blank")
    sums = [func.coalesce(func.sum(getattr(DockingPage, name)), 0) for name in names]
    waiting = func.count().filter(DockingPage.settled_at.is_(None))
    statement: Select[*tuple[int, ...]] = select(by, func.count(), *sums, waiting).where(by.in_(ids)).group_by(by)
    return {row[0]: Counted(*(int(value) for value in row[1:])) for row in session.execute(statement)}


def open_run(session: Session, source_id: int) -> DockingRun | None:
    """Return the run that has not ended."""
    statement = select(DockingRun).where(DockingRun.source_id == source_id, DockingRun.state == RunState.RUNNING)
    return session.scalars(statement).one_or_none()


def due(session: Session, *, now: datetime) -> Sequence[DockingSource]:
    """Return the sources whose turn it is, each locked for this transaction; those that another process holds are its own."""
    statement = (
        select(DockingSource)
        .where(DockingSource.state == SourceState.ACTIVE, DockingSource.next_run_at <= now)
        .order_by(DockingSource.next_run_at)
    )
    return session.scalars(statement.with_for_update(skip_locked=True)).all()


def troubled(session: Session, principal: Principal) -> int:
    """Return how many sources in reach were paused by a fault or failed last, for the navigation."""
    statement = (
        select(func.count())
        .select_from(DockingSource)
        .join(Department, Department.id == DockingSource.department_id)
        .where(visible(principal), DockingSource.trouble.is_not(None), DockingSource.state != SourceState.CLOSED)
    )
    return session.scalar(statement) or 0
