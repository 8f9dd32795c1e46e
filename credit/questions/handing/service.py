"""Hand rows in as a file of their own; the door does with it what it does with every file."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from credit.questions.handing.features import as_lines, own_mapping
from credit.questions.handing.schemas import Row, Sender
from credit.standards.schemas import Table
from supervision.intake import service as intake
from supervision.intake.batches.service import enqueue_load
from supervision.intake.schemas import Submission
from supervision.intake.service import Received

LARGEST: Final = 64 * 1024 * 1024


def receive_rows(
    session: Session, rows: Sequence[Row], *, table: Table, filename: str, sender: Sender, now: datetime
) -> Received:
    """Make the batch of the rows; the same rows under the same keys again are the batch that they were."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_bytes(as_lines(table, rows))
        submission = Submission(
            path,
            filename,
            sender.department_id,
            sender.department,
            sender.actor,
            kind=table.row_kind,
            mapping=own_mapping(table),
        )
        received = intake.receive(session, submission, now=now, max_bytes=LARGEST)
    if not received.known_before:
        enqueue_load(session, received.batch, principal=sender.principal, now=now)
    return received
