"""One run: settle what was received before, then page after page until nothing newer is there.

A page is read outside of any transaction of ours. What it brought, its batch and how far the source was read are written
together; its batch is loaded after that, as any batch is. So a crash anywhere loses no row, and what comes twice changes nothing.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from credit.docking import service
from credit.docking.errors import PageNotLoaded, ReachError, WatermarkWentBackwards
from credit.docking.models import DockingPage, DockingSource
from credit.docking.proving.service import prove_reading_only
from credit.docking.pulling import queries
from credit.docking.reaching.rules import Network
from credit.docking.reaching.service import opened
from credit.docking.reading import service as reading
from credit.docking.reading.rules import as_json, clock_words, from_json, is_behind, rewound, written
from credit.docking.rules import as_received
from credit.docking.schemas import ACTOR, Page, Place, Position, Target
from credit.docking.states import Ordered, RunAction, RunState, SourceState, Trigger
from supervision.accounts.models import Department
from supervision.intake import service as intake
from supervision.intake.layouts.schemas import Mapping as Meaning
from supervision.intake.schemas import Submission
from supervision.intake.states import BatchState
from supervision.kernel.crypto import CryptoProvider
from supervision.kernel.db import reading as looking
from supervision.kernel.db import transaction
from supervision.kernel.errors import DomainError

MOST_PAGES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Around:
    """What a run needs from outside: the networks, the keys, the clock, and whom it tells how far it is."""

    networks: Sequence[Network]
    crypto: CryptoProvider
    clock: Callable[[], datetime]
    report: Callable[[int, str], None]
    called_off: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """One run's way, fixed when it begins or goes on."""

    run_id: int
    source: DockingSource
    target: Target
    place: Place
    names: tuple[str, ...]
    mapping: Meaning
    ordered: Ordered
    department: str


def pull(run_id: int, around: Around) -> dict[str, object]:
    """Do a run, or what is left of it; a fault ends it in plain words and is raised again."""
    with looking() as session:
        run, source = queries.run_and_source(session, run_id)
        if run.state != RunState.RUNNING:
            return {"run": run_id, "state": run.state}
    try:
        return _pulled(run_id, source, around)
    except DomainError as error:
        _end(run_id, RunAction.FAIL, around, error)
        raise


def _pulled(run_id: int, source: DockingSource, around: Around) -> dict[str, object]:
    _settle(source.id, around)
    if not _wanted(run_id):
        return _end(run_id, RunAction.STOP, around)
    way = _way(run_id, source, around.crypto)
    position = _begin(way, around)
    for _number in range(MOST_PAGES):
        if around.called_off() or not _wanted(run_id):
            return _end(run_id, RunAction.STOP, around)
        page = _read(way, position, around)
        if page is not None:
            _receive(way, page, around)
            _settle(source.id, around)
            position = page.last
            _tell(run_id, around)
        if page is None or not page.more:
            return _end(run_id, RunAction.FINISH, around)
    return _end(run_id, RunAction.STOP, around)


def _way(run_id: int, source: DockingSource, crypto: CryptoProvider) -> Way:
    mapping = Meaning.from_json(source.mapping)
    with looking() as session:
        department = session.get_one(Department, source.department_id).name
    names = tuple(dict.fromkeys([*mapping.columns, source.watermark_column, source.key_column]))
    ordered = Ordered(source.ordered or Ordered.TIME)
    target, place = service.target_of(source, crypto), service.place_of(source)
    return Way(run_id, source, target, place, names, mapping, ordered, department)


def _begin(way: Way, around: Around) -> Position | None:
    """Hold the table against what was taken before, and return where to go on."""
    with opened(way.target, around.networks, place=way.place) as connection:
        prove_reading_only(connection, way.target)
        reading.ordered_by(connection, way.place, used=way.names)
        newest = reading.newest(connection, way.place, ordered=way.ordered)
        warnings = reading.warnings(connection, way.place, ordered=way.ordered)
    taken = from_json(way.source.position) if way.source.position else None
    if taken is not None and is_behind(newest, taken.watermark):
        raise WatermarkWentBackwards(newest=clock_words(newest), taken=clock_words(taken.watermark))
    with transaction() as session:
        run, _source = queries.run_and_source(session, way.run_id, lock=True)
        run.newest, run.warning = clock_words(newest), "；".join(warnings) or None
        if run.position is not None:
            return from_json(run.position)
    return rewound(taken, ordered=way.ordered, overlap=way.source.overlap) if taken else None


def _read(way: Way, position: Position | None, around: Around) -> Page | None:
    with opened(way.target, around.networks, place=way.place) as connection:
        prove_reading_only(connection, way.target)
        return reading.page_after(connection, way.place, way.names, position, ordered=way.ordered, size=way.source.page_rows)


def _receive(way: Way, page: Page, around: Around) -> None:
    """Write down a page, its batch and the position together."""
    header, mapping = as_received(way.mapping, way.names)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.parquet"
        as_table(page, way.names, header).write_parquet(path, compression="zstd")
        with transaction() as session:
            run, source = queries.run_and_source(session, way.run_id, lock=True)
            number = queries.pages_of(session, run.id) + 1
            submission = Submission(
                path=path,
                filename=f"{source.name}-对接-{run.id}-{number:04}.parquet",
                department_id=source.department_id,
                source_name=way.department,
                requested_by=ACTOR,
                kind=source.kind,
                mapping=mapping,
            )
            received = intake.receive(session, submission, now=around.clock())
            last = as_json(page.last)
            run.position = last
            if source.position is None or from_json(source.position).watermark <= page.last.watermark:
                source.position = last
            if received.known_before and received.batch.state == BatchState.FINISHED:
                return  # rows that were read again to be sure, and say what they said
            session.add(
                DockingPage(
                    run_id=run.id,
                    source_id=source.id,
                    number=number,
                    batch_id=received.batch.id,
                    known_before=received.known_before,
                    rows=len(page.rows),
                    position=last,
                    pulled_at=around.clock(),
                )
            )


def as_table(page: Page, names: Sequence[str], header: Sequence[str]) -> pl.DataFrame:
    """Return the rows of a page as text, a column for every one that was read."""
    return pl.DataFrame(
        {
            called: pl.Series([written(row[name]) for row in page.rows], dtype=pl.String)
            for name, called in zip(names, header, strict=True)
        }
    )


def _settle(source_id: int, around: Around) -> None:
    """Load what was received and is not loaded yet, in the order in which it came."""
    with looking() as session:
        waiting = queries.unsettled(session, source_id)
    for page in waiting:
        outcome = intake.run([page.batch_id], clock=around.clock)[0]
        if outcome.state != BatchState.FINISHED:
            raise PageNotLoaded(number=page.number, said=outcome.error or "装载没有做完", batch=outcome.number)
        with transaction() as session:
            stored = session.get_one(DockingPage, page.id, with_for_update=True)
            stored.settled_at = around.clock()
            for name in ("accepted", "held", "rejected", "blank"):
                setattr(stored, name, getattr(outcome, name))
            stored.unchanged = outcome.rows_read if stored.known_before else outcome.unchanged


def _wanted(run_id: int) -> bool:
    """Tell whether the run may go on: a plan that was paused meanwhile stops it, a person's own wish does not."""
    with looking() as session:
        run, source = queries.run_and_source(session, run_id)
        allowed = {SourceState.ACTIVE} if run.trigger == Trigger.SCHEDULE else {SourceState.ACTIVE, SourceState.PAUSED}
        return source.state in allowed


def _tell(run_id: int, around: Around) -> None:
    with looking() as session:
        rows = queries.rows_of(session, run_id)
    around.report(rows, f"已取 {rows:,} 行")


def _end(run_id: int, action: RunAction, around: Around, error: DomainError | None = None) -> dict[str, object]:
    """End the run; a fault that will not mend by itself pauses the plan."""
    now = around.clock()
    with transaction() as session:
        run, source = queries.run_and_source(session, run_id, lock=True)
        said = service.words_of(error) if error else None
        service.end_run(run, action, now=now, error=said)
        source.trouble = said
        if isinstance(error, ReachError) and error.pauses and source.state == SourceState.ACTIVE:
            service.pause(session, source, actor=ACTOR, now=now, trouble=said)
        return {"run": run.id, "pages": queries.pages_of(session, run.id), "rows": queries.rows_of(session, run.id)}
