"""Load a batch chunk by chunk: whatever a chunk changes stands in one transaction, or none of it does."""

import io
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime

import polars as pl
from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from supervision.intake.errors import BatchBusy
from supervision.intake.events import RowsAccepted, RowsRefused
from supervision.intake.kinds import CheckContext, ChunkContext, RowKind
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading import rules
from supervision.intake.loading.holding.service import held
from supervision.intake.loading.prefetching.service import Ahead
from supervision.intake.loading.schemas import Prepared, Tally
from supervision.intake.models import CHUNK_ROWS, Batch, Chunk
from supervision.intake.reading.schemas import Table
from supervision.intake.states import BatchAction
from supervision.kernel import outbox
from supervision.kernel.clock import legal_date
from supervision.kernel.crypto import provider
from supervision.kernel.db import copy_csv, transaction

AHEAD = 2
SPACE = "intake.batch"
PATIENCE_SECONDS = 15
Report = Callable[[int, int, str], None]
FINDING_COLUMNS = ("batch_id", "row_no", "severity", "field", "value", "rule", "message", "remedy")
_COUNT = text(
    "UPDATE intake.batch SET accepted = accepted + :accepted, held = held + :held, rejected = rejected + :rejected,"
    " warned = warned + :warned, unchanged = unchanged + :unchanged, blank = blank + :blank, rows_read = rows_read + :rows"
    " WHERE id = :batch_id"
).bindparams(*(bindparam(name) for name in ("accepted", "held", "rejected", "warned", "unchanged", "blank", "rows")))


@dataclass(frozen=True, slots=True)
class Load:
    """Everything that loading one batch needs; the batch itself is only read here."""

    batch: Batch
    kind: RowKind
    table: Table
    department_code: str
    clock: Callable[[], datetime]
    report: Report


def load(task: Load) -> None:
    """Write every chunk that does not stand yet, then finish the batch. May be called again after any crash."""
    with held(SPACE, task.batch.number, seconds=PATIENCE_SECONDS) as mine:
        if not mine:
            raise BatchBusy(number=task.batch.number)
        _load(task)


def _load(task: Load) -> None:
    with transaction() as session:
        batch = session.get_one(Batch, task.batch.id, with_for_update=True)
        batch.move(BatchAction.START)
        batch.error = None
        batch.started_at = batch.started_at or task.clock()
        done = chunks_done(session, batch.id)
        read = batch.rows_read
    expected = task.table.rows_hint or 0
    with Ahead(prepared_chunks(task, done), depth=AHEAD) as chunks:
        for chunk in chunks:
            with transaction() as session:
                write_chunk(session, chunk, batch=task.batch, kind=task.kind, now=task.clock())
            read += len(chunk.rows)
            task.report(read, max(expected, read), task.batch.filename)
    with transaction() as session:
        batch = session.get_one(Batch, task.batch.id, with_for_update=True)
        batch.move(BatchAction.FINISH)
        batch.finished_at = task.clock()


def chunks_done(session: Session, batch_id: int) -> int:
    """Return how many chunks stand; they are written in order, so that the next one has this number."""
    numbers = session.scalars(select(Chunk.chunk_no).where(Chunk.batch_id == batch_id).order_by(Chunk.chunk_no)).all()
    return next((place for place, number in enumerate(numbers) if place != number), len(numbers))


def prepared_chunks(task: Load, done: int) -> Iterator[Prepared]:
    """Yield the chunks from number `done` on; the same file gives the same chunks every time."""
    context = CheckContext(received_on=legal_date(task.batch.created_at), department_code=task.department_code)
    mapping = Mapping.from_json(task.batch.mapping)
    first = done * CHUNK_ROWS
    for number, part in enumerate(task.table.slices(first=first, size=CHUNK_ROWS), start=done):
        yield rules.prepare(
            part, chunk_no=number, first_row=number * CHUNK_ROWS + 1, kind=task.kind, mapping=mapping, context=context
        )


def write_chunk(session: Session, chunk: Prepared, *, batch: Batch, kind: RowKind, now: datetime) -> Tally:
    """Write one chunk: the kind's rows, the raw rows, the findings, the counts and the news."""
    context = ChunkContext(batch.id, chunk.chunk_no, batch.department_id, batch.source_name, batch.requested_by)
    frame = rules.without_rejected(chunk.frame, chunk.findings)
    findings, unchanged = chunk.findings, 0
    if frame.height:
        accepted = kind.accept(session, frame, context, now)
        findings = rules.joined(chunk.findings, accepted.findings, kind)
        unchanged = accepted.unchanged
    ended = rules.verdicts(chunk.rows, findings)
    tally = rules.tally(ended, unchanged=unchanged, blank=chunk.blank)
    session.add(_row(chunk, ended, tally, batch_id=batch.id, raw=_raw(chunk, batch, kind), now=now))
    session.flush()
    _write_findings(session, batch.id, findings)
    counts = dict(zip(Tally.__slots__, astuple(tally), strict=True))
    session.execute(_COUNT, {**counts, "rows": len(chunk.rows), "batch_id": batch.id})
    stored = tally.accepted + tally.held
    if stored:
        event = RowsAccepted(
            batch_id=batch.id,
            chunk_no=chunk.chunk_no,
            kind=kind.name,
            count=stored,
            first_row=int(chunk.rows[0]),
            last_row=int(chunk.rows[-1]),
        )
        outbox.publish(session, event, now=now)
    if tally.rejected:
        refused = RowsRefused(batch_id=batch.id, chunk_no=chunk.chunk_no, kind=kind.name, count=tally.rejected)
        outbox.publish(session, refused, now=now)
    return tally


def _raw(chunk: Prepared, batch: Batch, kind: RowKind) -> bytes:
    """Return the rows as they are stored: encrypted where the file holds personal fields, or a resident number elsewhere."""
    private = rules.holds_personal(kind, Mapping.from_json(batch.mapping)) or rules.has_misplaced_number(chunk.findings)
    return rules.sealed(chunk.raw, provider()) if private else chunk.raw


def _row(chunk: Prepared, ended: bytes, tally: Tally, *, batch_id: int, raw: bytes, now: datetime) -> Chunk:
    return Chunk(
        batch_id=batch_id,
        chunk_no=chunk.chunk_no,
        first_row=chunk.first_row,
        rows=len(chunk.rows),
        raw=raw,
        row_hashes=chunk.row_hashes,
        verdicts=ended,
        accepted_at=now,
        accepted=tally.accepted,
        held=tally.held,
        rejected=tally.rejected,
        warned=tally.warned,
        unchanged=tally.unchanged,
        blank=tally.blank,
    )


def _write_findings(session: Session, batch_id: int, findings: pl.DataFrame) -> None:
    if findings.is_empty():
        return
    rows = findings.select(pl.lit(batch_id).alias("batch_id"), *(pl.col(name) for name in FINDING_COLUMNS[1:])).with_columns(
        pl.col(pl.String).str.replace_all("\x00", "", literal=True)
    )
    buffer = io.BytesIO()
    rows.write_csv(buffer, include_header=False, quote_style="necessary")
    copy_csv(session, "intake.finding", FINDING_COLUMNS, [buffer.getvalue()])
