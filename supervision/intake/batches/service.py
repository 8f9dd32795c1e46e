"""What the doors of a batch do in one step: confirm and start, go on, write the error workbook."""

import io
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from supervision.accounts.rules import actor_of
from supervision.intake import service
from supervision.intake.batches import queries
from supervision.intake.errors import NothingToPutRight
from supervision.intake.kinds import RowKind
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.layouts.service import save_layout
from supervision.intake.models import Batch
from supervision.intake.schemas import LOAD_JOB
from supervision.intake.service import Received
from supervision.intake.states import BATCH, BatchAction, BatchState
from supervision.intake.workbooks.service import write_table
from supervision.kernel import audit
from supervision.kernel.access import NotPermitted, Principal
from supervision.kernel.queues import enqueue

KEEP_LAYOUTS = "intake.layouts"


def confirm_and_enqueue(
    session: Session,
    batch: Batch,
    *,
    kind: RowKind,
    mapping: Mapping,
    layout_name: str,
    principal: Principal,
    now: datetime,
) -> Received:
    """Accept a mapping, keep it as a layout when it was named, and start the load."""
    may_take(principal, kind)
    if layout_name.strip():
        if not principal.may(KEEP_LAYOUTS):
            raise NotPermitted(permission=KEEP_LAYOUTS)
        save_layout(session, name=layout_name, kind=kind.name, mapping=mapping, now=now, saved_by=actor_of(principal))
    received = service.confirm(session, batch, kind=kind, layout=layout_name.strip() or None, mapping=mapping)
    if not received.known_before:
        enqueue_load(session, received.batch, principal=principal, now=now)
    return received


def may_take(principal: Principal, kind: RowKind) -> None:
    """Refuse a kind of row that this person may not bring in."""
    if not principal.may(kind.permission):
        raise NotPermitted(permission=kind.permission)


def enqueue_load(session: Session, batch: Batch, *, principal: Principal, now: datetime) -> None:
    """Ask a worker to load a batch, from its last chunk if it stopped before."""
    BATCH.after(BatchState(batch.state), BatchAction.START)
    batch.job_id = enqueue(
        session,
        LOAD_JOB,
        arguments={"batch_ids": [batch.id]},
        now=now,
        requested_by=actor_of(principal),
        department_id=batch.department_id,
        unique_key=f"{LOAD_JOB}:{batch.id}",
    )
    audit.record(
        session,
        actor=actor_of(principal),
        action="intake.load",
        object_kind="batch",
        object_id=batch.id,
        detail={"number": batch.number, "sha256": batch.sha256, "kind": batch.kind},
        now=now,
        department_id=batch.department_id,
    )


def error_workbook(session: Session, batch: Batch, *, part: int, stream: IO[bytes]) -> int:
    """Write one part of the held and rejected rows: row number, reasons, the cells as they came."""
    if part > queries.parts(batch):
        raise NothingToPutRight(number=batch.number)
    header = queries.header_of(session, batch)
    rows = queries.faulty_cells(session, batch, header=header, part=part)
    return write_table(stream, header=[queries.ROW, queries.REASONS, *header], rows=rows, wide=[1])


def error_bytes(session: Session, batch: Batch, *, part: int) -> bytes:
    """Return one part of the error workbook."""
    buffer = io.BytesIO()
    error_workbook(session, batch, part=part, stream=buffer)
    return buffer.getvalue()
