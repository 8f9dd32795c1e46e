"""Take a file in, find out what it is, and load it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import monotonic

from sqlalchemy import func, select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.intake import queries
from supervision.intake.errors import BatchBusy, ColumnMissing, LayoutNotRecognised
from supervision.intake.kinds import RowKind
from supervision.intake.layouts import queries as layout_queries
from supervision.intake.layouts import rules as layout_rules
from supervision.intake.layouts.schemas import Guess, Layout, Mapping
from supervision.intake.loading.bulk import service as bulk
from supervision.intake.loading.schemas import Outcome
from supervision.intake.loading.service import Load, Report, load
from supervision.intake.models import Batch, BulkRun
from supervision.intake.reading.schemas import Table
from supervision.intake.reading.service import open_table, refuse_size
from supervision.intake.schemas import Preview, Submission
from supervision.intake.states import BatchAction, BatchState
from supervision.kernel.attachments.models import Attachment
from supervision.kernel.attachments.queries import attachment_by_id, path_of
from supervision.kernel.attachments.service import store
from supervision.kernel.clock import legal_date
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

LARGEST_FILE = 1536 * 1024 * 1024
PREVIEW_ROWS = 8
_NUMBERING = text("SELECT pg_advisory_xact_lock(hashtext('intake.batch.number'))")


@dataclass(frozen=True, slots=True)
class Received:
    """The batch of a file; `known_before` when the same file came already."""

    batch: Batch
    known_before: bool


def receive(session: Session, submission: Submission, *, now: datetime, max_bytes: int = LARGEST_FILE) -> Received:
    """Store a file and make its batch; the same file with the same meaning is the batch that it was.

    Raises what is wrong with the file, or `LayoutNotRecognised` where a person has to say what the columns mean.
    """
    refuse_size(submission.path.stat().st_size, filename=submission.filename, max_bytes=max_bytes)
    table = _open(session, submission.path, submission.filename)
    guess = _decide(session, table, submission)
    earlier = _same(session, file_digest(submission.path), submission.department_id, guess)
    if earlier is not None:
        return Received(earlier, known_before=True)
    attachment = _keep(session, submission, now=now, max_bytes=max_bytes)
    batch = _new_batch(session, submission, attachment, now=now)
    batch.state = BatchState.QUEUED
    _describe(batch, table, guess)
    session.add(batch)
    session.flush()
    return Received(batch, known_before=False)


def receive_draft(session: Session, submission: Submission, *, now: datetime, max_bytes: int) -> Batch:
    """Store a file whose columns a person will look at before anything is loaded."""
    refuse_size(submission.path.stat().st_size, filename=submission.filename, max_bytes=max_bytes)
    table = _open(session, submission.path, submission.filename)
    attachment = _keep(session, submission, now=now, max_bytes=max_bytes)
    batch = _new_batch(session, submission, attachment, now=now)
    batch.state = BatchState.DRAFT
    batch.header_row = table.header_row
    batch.rows_expected = table.rows_hint
    likely = _guesses(session, table, submission.filename)
    if likely:
        batch.kind, batch.layout, batch.mapping = likely[0].kind, likely[0].layout, likely[0].mapping.as_json()
    session.add(batch)
    session.flush()
    return batch


def confirm(session: Session, batch: Batch, *, kind: RowKind, layout: str | None, mapping: Mapping) -> Received:
    """Accept what a person says the columns mean; a file that came before in the same meaning is not loaded again."""
    missing = layout_rules.missing_fields(mapping, kind)
    if missing:
        raise ColumnMissing(kind=kind.label, fields="、".join(missing))
    guess = Guess(kind.name, layout, mapping, 1, (), 1)
    earlier = _same(session, batch.sha256, batch.department_id, guess)
    if earlier is not None:
        batch.move(BatchAction.DISCARD)
        return Received(earlier, known_before=True)
    batch.kind, batch.layout = kind.name, layout
    batch.mapping, batch.mapping_digest = mapping.as_json(), mapping.digest
    batch.move(BatchAction.CONFIRM)
    session.flush()
    return Received(batch, known_before=False)


def discard(batch: Batch) -> None:
    """Put a draft aside; the file stays stored, nothing of it was loaded."""
    batch.move(BatchAction.DISCARD)


def preview(session: Session, batch: Batch) -> Preview:
    """Return the first rows of a file with what they probably mean."""
    table = table_of(session, batch)
    first = next(table.slices(first=0, size=PREVIEW_ROWS * 5), None)
    rows = first.frame.select(table.header).head(PREVIEW_ROWS).rows() if first else []
    return Preview(table, rows, _guesses(session, table, batch.filename))


def table_of(session: Session, batch: Batch) -> Table:
    """Open the stored file of a batch."""
    return _open(session, path_of(attachment_by_id(session, batch.attachment_id)), batch.filename)


def unreported(_done: int, _total: int, _message: str) -> None:
    """Tell nobody how far the load is."""


def run(batch_ids: Sequence[int], *, clock: Callable[[], datetime], report: Report = unreported) -> list[Outcome]:
    """Load batches one after another as one run; whatever stands already is not loaded again."""
    with reading() as session:
        batches = [queries.batch_by_id(session, batch_id) for batch_id in batch_ids]
    rows: dict[str, int] = defaultdict(int)
    for batch in batches:
        if batch.kind is not None and batch.state != BatchState.FINISHED:
            rows[batch.kind] += batch.rows_expected or 0
    with ExitStack() as stack:
        for name, count in rows.items():
            stack.enter_context(bulk.bulk_run(queries.kind_named(name), rows=count, clock=clock))
        return [_run_one(batch, clock=clock, report=report) for batch in batches]


def close_bulk() -> list[str]:
    """Bring back what a crashed run left relaxed; return the kinds that needed it."""
    with reading() as session:
        left = set(session.scalars(select(BulkRun.kind)))
    return [kind.name for kind in queries.kinds() if kind.name in left and bulk.close_bulk(kind)]


def _run_one(batch: Batch, *, clock: Callable[[], datetime], report: Report) -> Outcome:
    started = monotonic()
    if batch.state != BatchState.FINISHED:
        try:
            load(_task(batch, clock=clock, report=report))
        except BatchBusy:
            raise  # another process loads it and will say how it ends
        except DomainError as error:
            _fail(batch.id, f"{error.text}。{error.remedy_text}".rstrip("。"))
        except (OperationalError, InterfaceError):
            raise  # the database is away: the batch stays as it is and goes on from its last chunk
        except Exception:
            _fail(batch.id, "装载程序出错，已停在上一批行之后")
            raise
    return outcome(batch.id, seconds=monotonic() - started, known_before=batch.state == BatchState.FINISHED)


def _task(batch: Batch, *, clock: Callable[[], datetime], report: Report) -> Load:
    with reading() as session:
        department = session.get_one(Department, batch.department_id)
        table = table_of(session, batch)
        return Load(batch, queries.kind_named(batch.kind or ""), table, department.code, clock, report)


def _fail(batch_id: int, error: str) -> None:
    with transaction() as session:
        batch = queries.batch_by_id(session, batch_id, lock=True)
        if batch.state in {BatchState.QUEUED, BatchState.RUNNING}:
            batch.error = error
            batch.move(BatchAction.FAIL)


def outcome(batch_id: int, *, seconds: float, known_before: bool) -> Outcome:
    """Return how a batch stands now."""
    with reading() as session:
        batch = queries.batch_by_id(session, batch_id)
    counts = {name: getattr(batch, name) for name in ("accepted", "held", "rejected", "warned", "unchanged", "blank")}
    return Outcome(
        batch_id=batch.id,
        number=batch.number,
        filename=batch.filename,
        kind=batch.kind or "",
        state=batch.state,
        rows_read=batch.rows_read,
        seconds=seconds,
        error=batch.error,
        known_before=known_before,
        **counts,
    )


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file without holding it in memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _keep(session: Session, submission: Submission, *, now: datetime, max_bytes: int) -> Attachment:
    with submission.path.open("rb") as stream:
        return store(
            session,
            stream=stream,
            filename=submission.filename,
            now=now,
            uploaded_by=submission.requested_by,
            max_bytes=max_bytes,
        )


def _open(session: Session, path: Path, filename: str) -> Table:
    known = layout_rules.vocabulary(queries.kinds(), layout_queries.layouts(session))
    return open_table(path, filename=filename, known=known, max_bytes=LARGEST_FILE)


def _guesses(session: Session, table: Table, filename: str) -> list[Guess]:
    return layout_rules.guesses(table.header, filename, queries.kinds(), layout_queries.layouts(session))


def _decide(session: Session, table: Table, submission: Submission) -> Guess:
    """Return what the file is: as told, else as guessed; refuse where that is not good enough to go on alone."""
    if submission.mapping is not None and submission.kind is not None:
        kind = queries.kind_named(submission.kind)
        missing = layout_rules.missing_fields(submission.mapping, kind)
        guess = Guess(kind.name, submission.layout, submission.mapping, 1, missing, 1)
    elif submission.layout is not None:
        layout = layout_queries.layout_named(session, submission.layout)
        guess = _guess_as(table, submission.filename, queries.kind_named(layout.kind), layout)
    else:
        guess = _best(session, table, submission)
    if guess.missing:
        raise ColumnMissing(kind=queries.kind_named(guess.kind).label, fields="、".join(guess.missing))
    return guess


def _guess_as(table: Table, filename: str, kind: RowKind, layout: Layout | None) -> Guess:
    return layout_rules.guess_as(table.header, filename, kind, layout)


def _best(session: Session, table: Table, submission: Submission) -> Guess:
    likely = _guesses(session, table, submission.filename)
    if submission.kind is not None:
        kind = queries.kind_named(submission.kind)
        fitting = [guess for guess in likely if guess.kind == kind.name]
        return fitting[0] if fitting else _guess_as(table, submission.filename, kind, None)
    if not likely or not layout_rules.recognised(likely[0]):
        raise LayoutNotRecognised(filename=submission.filename, header="、".join(islice(table.header, 6)))
    return likely[0]


def _same(session: Session, sha256: str, department_id: int, guess: Guess) -> Batch | None:
    statement = select(Batch).where(
        Batch.sha256 == sha256,
        Batch.kind == guess.kind,
        Batch.department_id == department_id,
        Batch.mapping_digest == guess.mapping.digest,
        Batch.state.not_in([BatchState.DRAFT, BatchState.DISCARDED]),
    )
    return session.scalars(statement).one_or_none()


def _new_batch(session: Session, submission: Submission, attachment: Attachment, *, now: datetime) -> Batch:
    return Batch(
        number=_next_number(session, now=now),
        filename=submission.filename,
        sha256=attachment.digest.removeprefix("sha256:"),
        size=attachment.size,
        attachment_id=attachment.id,
        department_id=submission.department_id,
        source_name=submission.source_name,
        mapping={},
        mapping_digest="",
        created_at=now,
        requested_by=submission.requested_by,
    )


def _describe(batch: Batch, table: Table, guess: Guess) -> None:
    batch.kind, batch.layout = guess.kind, guess.layout
    batch.mapping, batch.mapping_digest = guess.mapping.as_json(), guess.mapping.digest
    batch.header_row, batch.rows_expected = table.header_row, table.rows_hint


def _next_number(session: Session, *, now: datetime) -> str:
    """Return the next number of the day; the lock is held until the batch is stored."""
    session.execute(_NUMBERING)
    day = f"B{legal_date(now):%Y%m%d}-"
    count = session.scalar(select(func.count()).select_from(Batch).where(Batch.number.startswith(day))) or 0
    return f"{day}{count + 1:04}"
