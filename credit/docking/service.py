"""Setting up a source, trying it, starting and pausing it, and asking for a run."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.docking import queries
from credit.docking.errors import EditedMeanwhile, MappingIncomplete, NameTaken, NotTested, PasswordNeeded, ReachError
from credit.docking.models import DockingRun, DockingSource
from credit.docking.proving.service import prove_reading_only
from credit.docking.reaching.rules import Network
from credit.docking.reaching.service import opened
from credit.docking.reading import service as reading
from credit.docking.rules import check, covered, in_period, next_run
from credit.docking.schemas import PULL_JOB, PURPOSE, Look, Place, Settings, Target
from credit.docking.states import Driver, RunAction, SourceAction, SourceState, Trigger
from supervision.accounts.models import Department
from supervision.intake.kinds import RowKind
from supervision.intake.layouts import queries as layouts
from supervision.intake.layouts import rules as layout_rules
from supervision.intake.layouts.schemas import Guess
from supervision.intake.layouts.schemas import Mapping as Meaning
from supervision.intake.queries import kind_named
from supervision.kernel import audit
from supervision.kernel.crypto import CryptoProvider
from supervision.kernel.queues import enqueue

WAY: Final = {
    "driver": "driver",
    "host": "host",
    "port": "port",
    "database": "database",
    "username": "username",
}
TABLE: Final = {
    **WAY,
    "schema": "schema_name",
    "table": "table_name",
    "kind": "kind",
    "watermark": "watermark_column",
    "key": "key_column",
    "encrypted": "encrypted",
}
PLAN: Final = ("name", "overlap", "page_rows", "timeout_seconds", "every_minutes", "starts_on", "ends_on")


def create(session: Session, settings: Settings, *, crypto: CryptoProvider, actor: str, now: datetime) -> DockingSource:
    """Set up a source; nothing is read until it was tried, mapped and started."""
    check(settings)
    if not settings.password:
        raise PasswordNeeded
    _refuse_same_name(session, settings, except_id=None)
    source = DockingSource(
        department_id=settings.department_id,
        secret=crypto.encrypt(PURPOSE, settings.password.encode()),
        state=SourceState.DRAFT,
        revision=1,
        mapping={},
        columns=[],
        created_at=now,
        created_by=actor,
    )
    _write(source, settings, actor=actor, now=now)
    session.add(source)
    session.flush()
    _note(session, source, "credit.docking.create", actor=actor, now=now)
    return source


def change(
    session: Session,
    source: DockingSource,
    settings: Settings,
    *,
    revision: int,
    crypto: CryptoProvider,
    actor: str,
    now: datetime,
) -> None:
    """Change a source; where it now leads elsewhere, it must be tried again and begins from the start."""
    _ensure_seen(source, revision)
    check(settings)
    _refuse_same_name(session, settings, except_id=source.id)
    elsewhere = any(getattr(source, stored) != getattr(settings, name) for name, stored in WAY.items())
    if elsewhere and not settings.password:
        raise PasswordNeeded
    anew = elsewhere or any(getattr(source, stored) != getattr(settings, name) for name, stored in TABLE.items())
    if settings.password:
        source.secret = crypto.encrypt(PURPOSE, settings.password.encode())
    if anew:
        source.move(SourceAction.CHANGE)
        source.tested_at = source.next_run_at = source.position = source.ordered = source.trouble = None
        source.mapping, source.columns = {}, []
    _write(source, settings, actor=actor, now=now)
    source.revision += 1
    _note(session, source, "credit.docking.change", actor=actor, now=now, password_changed=bool(settings.password))


def _write(source: DockingSource, settings: Settings, *, actor: str, now: datetime) -> None:
    for name, stored in TABLE.items():
        setattr(source, stored, getattr(settings, name))
    for name in PLAN:
        setattr(source, name, getattr(settings, name))
    source.changed_at, source.changed_by = now, actor


def _refuse_same_name(session: Session, settings: Settings, *, except_id: int | None) -> None:
    statement = select(DockingSource.id).where(
        DockingSource.department_id == settings.department_id, DockingSource.name == settings.name
    )
    found = session.scalar(statement)
    if found is not None and found != except_id:
        raise NameTaken(name=settings.name)


def _ensure_seen(source: DockingSource, revision: int) -> None:
    if source.revision != revision:
        raise EditedMeanwhile


def target_of(source: DockingSource, crypto: CryptoProvider) -> Target:
    """Return the way to a source, with its password for as long as it is needed."""
    return Target(
        driver=Driver(source.driver),
        host=source.host,
        port=source.port,
        database=source.database,
        username=source.username,
        password=crypto.decrypt(PURPOSE, source.secret).decode(),
        encrypted=source.encrypted,
        timeout_seconds=source.timeout_seconds,
    )


def place_of(source: DockingSource) -> Place:
    """Return the table and the columns by which it is read."""
    return Place(source.schema_name, source.table_name, source.watermark_column, source.key_column)


def look(source: DockingSource, layouts_: Sequence[Any], *, networks: Sequence[Network], crypto: CryptoProvider) -> Look:
    """Try a source: enter it, prove that the account only reads, and return what stands there, covered."""
    place, kind = place_of(source), kind_named(source.kind)
    target = replace(target_of(source, crypto), timeout_seconds=min(source.timeout_seconds, 15))
    with opened(target, networks, place=place) as connection:
        server = prove_reading_only(connection, target)
        columns = reading.columns_of(connection, place)
        ordered = reading.ordered_by(connection, place, used=tuple(source.mapping.get("columns", {})))
        names = [column.name for column in columns]
        rows = reading.first_rows(connection, place, names)
        warnings = reading.warnings(connection, place, ordered=ordered)
    meant = source.mapping.get("columns") or best_guess(names, kind, layouts_).mapping.columns
    shown = tuple(covered(names, row, meant, kind, plain=place.watermark) for row in rows)
    return Look(tuple(columns), shown, ordered, tuple(warnings), server)


def best_guess(names: Sequence[str], kind: RowKind, layouts_: Sequence[Any]) -> Guess:
    """Return what columns probably mean as rows of a kind, by its saved and shipped layouts."""
    fitting = [None, *(layout for layout in layouts_ if layout.kind == kind.name)]
    return max((layout_rules.guess_as(names, "", kind, layout) for layout in fitting), key=lambda guess: guess.score)


def note_look(session: Session, source: DockingSource, found: Look, *, actor: str, now: datetime) -> None:
    """Keep what a trial found; the first one proposes a mapping."""
    source.tested_at, source.trouble = now, None
    source.ordered = found.ordered
    source.columns = [{"name": column.name, "type": column.type} for column in found.columns]
    if not source.mapping:
        guess = best_guess([column.name for column in found.columns], kind_named(source.kind), layouts.layouts(session))
        source.mapping = {} if guess.missing else guess.mapping.as_json()
    _note(session, source, "credit.docking.test", actor=actor, now=now, server=found.server)


def note_trouble(session: Session, source: DockingSource, error: ReachError, *, actor: str, now: datetime) -> None:
    """Keep why a trial went wrong."""
    source.trouble = words_of(error)
    _note(session, source, "credit.docking.test", actor=actor, now=now, refused=error.code)


def words_of(error: Any) -> str:
    """Return a refusal with its remedy in one text."""
    return f"{error.text}。{error.remedy_text}".rstrip("。") + "。"


def department_name(session: Session, source: DockingSource) -> str:
    """Return the name of the department that the data belong to."""
    return session.get_one(Department, source.department_id).name


def set_mapping(session: Session, source: DockingSource, mapping: Meaning, *, revision: int, actor: str, now: datetime) -> None:
    """Keep what the columns mean."""
    _ensure_seen(source, revision)
    source.mapping = mapping.as_json()
    source.revision += 1
    source.changed_at, source.changed_by = now, actor
    _note(session, source, "credit.docking.map", actor=actor, now=now, mapping=mapping.digest)


def start(session: Session, source: DockingSource, *, actor: str, now: datetime) -> None:
    """Read a source by its plan from now on."""
    if source.state != SourceState.CLOSED:
        _ensure_ready(source)
    source.move(SourceAction.START)
    source.next_run_at, source.trouble = now, None
    source.revision += 1
    _note(session, source, "credit.docking.start", actor=actor, now=now)


def _ensure_ready(source: DockingSource) -> None:
    if source.tested_at is None or source.ordered is None:
        raise NotTested
    missing = layout_rules.missing_fields(Meaning.from_json(source.mapping), kind_named(source.kind))
    if missing:
        raise MappingIncomplete(fields="、".join(missing))


def pause(session: Session, source: DockingSource, *, actor: str, now: datetime, trouble: str | None = None) -> None:
    """Read a source no more until somebody starts it again; a run that goes on ends after its page."""
    source.move(SourceAction.PAUSE)
    source.next_run_at = None
    source.trouble = trouble or source.trouble
    source.revision += 1
    _note(session, source, "credit.docking.pause", actor=actor, now=now, by_fault=trouble is not None)


def close(session: Session, source: DockingSource, *, actor: str, now: datetime) -> None:
    """Use a source no more; its history stays, its password does not."""
    source.move(SourceAction.CLOSE)
    source.next_run_at = source.trouble = None
    source.secret = b""
    source.revision += 1
    _note(session, source, "credit.docking.close", actor=actor, now=now)


def from_the_start(session: Session, source: DockingSource, *, actor: str, now: datetime) -> None:
    """Forget how far a source was read; what was received stays, and the same rows change nothing."""
    before, source.position, source.trouble = source.position, None, None
    source.revision += 1
    _note(session, source, "credit.docking.restart", actor=actor, now=now, was=before or {})


def ask(session: Session, source: DockingSource, *, trigger: Trigger, actor: str, now: datetime) -> DockingRun:
    """Ask for a run; one that has not ended goes on instead."""
    if source.state not in {SourceState.ACTIVE, SourceState.PAUSED}:
        raise NotTested
    _ensure_ready(source)
    run = queries.open_run(session, source.id)
    if run is None:
        run = DockingRun(source_id=source.id, trigger=trigger, requested_by=actor, started_at=now)
        session.add(run)
        session.flush()
        if trigger is Trigger.MANUAL:
            _note(session, source, "credit.docking.run", actor=actor, now=now, run=run.id)
    run.job_id = enqueue(
        session,
        PULL_JOB,
        arguments={"run_id": run.id},
        now=now,
        requested_by=actor,
        department_id=source.department_id,
        unique_key=f"{PULL_JOB}:{source.id}",
    )
    return run


def ask_for_due(session: Session, *, actor: str, now: datetime) -> int:
    """Ask for the runs whose turn has come; return how many."""
    asked = 0
    for source in queries.due(session, now=now):
        source.next_run_at = next_run(now, every_minutes=source.every_minutes)
        if in_period(now, starts_on=source.starts_on, ends_on=source.ends_on):
            ask(session, source, trigger=Trigger.SCHEDULE, actor=actor, now=now)
            asked += 1
    return asked


def end_run(run: DockingRun, action: RunAction, *, now: datetime, error: str | None = None) -> None:
    """Let a run end."""
    run.move(action)
    run.error = error
    run.finished_at = now


def _note(session: Session, source: DockingSource, action: str, *, actor: str, now: datetime, **more: object) -> None:
    """Write an act into the chain; no password ever stands in it."""
    told = {"name": source.name, "host": source.host, "table": source.table_name, "state": str(source.state)}
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="docking",
        object_id=source.id,
        detail={**told, **more},
        now=now,
        department_id=source.department_id,
    )
