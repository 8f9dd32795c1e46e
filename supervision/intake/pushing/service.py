"""Keep rows that were pushed: one batch for a department and a day, a chunk for each time that rows were taken from the queue."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading import rules
from supervision.intake.models import Batch, Chunk, Verdict
from supervision.intake.states import BatchState
from supervision.kernel.attachments.service import store
from supervision.kernel.crypto import provider

ACTOR = "system:push"
MOST_BYTES = 4096


def keep_pushed(
    session: Session,
    rows: Sequence[dict[str, str | None]],
    *,
    kind: str,
    label: str,
    department_id: int,
    source_name: str,
    on: date,
    private: bool,
    now: datetime,
) -> tuple[int, int, int]:
    """Add rows to the batch of the day as a chunk of their own; return the batch, the chunk and the number of the first row.

    The caller says what became of them elsewhere: here they are accepted, since nothing pushed is turned away.
    """
    batch = day_batch(session, kind=kind, label=label, department_id=department_id, source_name=source_name, on=on, now=now)
    chunk_no = session.scalar(select(func.count()).select_from(Chunk).where(Chunk.batch_id == batch.id)) or 0
    first = batch.rows_read + 1
    frame = as_received(rows, first=first)
    packed = rules.packed(frame)
    session.add(
        Chunk(
            batch_id=batch.id,
            chunk_no=chunk_no,
            first_row=first,
            rows=len(rows),
            raw=rules.sealed(packed, provider()) if private else packed,
            row_hashes=rules.digests(frame),
            verdicts=bytes([Verdict.ACCEPTED]) * len(rows),
            accepted_at=now,
            accepted=len(rows),
        )
    )
    batch.rows_read += len(rows)
    batch.accepted += len(rows)
    batch.finished_at = now
    session.flush()
    return batch.id, chunk_no, first


def as_received(rows: Sequence[dict[str, str | None]], *, first: int) -> pl.DataFrame:
    """Return rows as the door keeps those of a file: a column of strings for every name that any of them uses."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["内容"]
    columns = {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names}
    return pl.DataFrame({"row_no": pl.Series(range(first, first + len(rows)), dtype=pl.Int64), **columns})


def day_batch(
    session: Session, *, kind: str, label: str, department_id: int, source_name: str, on: date, now: datetime
) -> Batch:
    """Return the batch of a day, locked until the end of the transaction; the first row of the day makes it."""
    number = f"P{on:%Y%m%d}-{kind[:1].upper()}{department_id}"
    found = session.scalars(select(Batch).where(Batch.number == number).with_for_update()).one_or_none()
    return found or _new_batch(
        session, number=number, kind=kind, label=label, department_id=department_id, source_name=source_name, on=on, now=now
    )


def _new_batch(
    session: Session, *, number: str, kind: str, label: str, department_id: int, source_name: str, on: date, now: datetime
) -> Batch:
    """Make the batch; its file only says what it is, since the rows stand in the chunks as they came."""
    words = f"{label}，接口推送\n来源：{source_name}\n日期：{on.isoformat()}\n批次：{number}\n每一条按收到时的原样存放在本批次各分块中。\n"
    content = words.encode()
    filename = f"{label}接口推送-{on.isoformat()}.txt"
    attachment = store(session, stream=content, filename=filename, now=now, uploaded_by=ACTOR, max_bytes=MOST_BYTES)
    mapping = Mapping()
    batch = Batch(
        number=number,
        state=BatchState.FINISHED,
        kind=kind,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        attachment_id=attachment.id,
        department_id=department_id,
        source_name=source_name,
        mapping=mapping.as_json(),
        mapping_digest=mapping.digest,
        rows_read=0,
        accepted=0,
        created_at=now,
        started_at=now,
        finished_at=now,
        requested_by=ACTOR,
    )
    session.add(batch)
    session.flush()
    return batch
