"""Take the rows of a file in as entries."""

from datetime import datetime
from typing import Final

import polars as pl
from sqlalchemy.orm import Session

from supervision.intake.kinds import FINDING_SCHEMA, Accepted, CheckContext, ChunkContext, Severity, no_findings
from supervision.registration.recording.forms import from_row
from supervision.registration.recording.schemas import Channel, Outcome, Recorded
from supervision.registration.recording.service import record

WHOLE_ENTRY: Final = "source_no"


def check(_frame: pl.DataFrame, _context: CheckContext) -> pl.DataFrame:
    """Find nothing: what is wrong with an entry is said when it is recorded, the same for files and for the interface."""
    return no_findings()


def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
    """Record every row; a held one is a held row, and both lists lead to it."""
    entries = [from_row(row, batch_id=context.batch_id) for row in frame.iter_rows(named=True)]
    recorded = record(session, entries, department_id=context.department_id, actor=context.actor, now=now, channel=Channel.FILE)
    findings = [finding for row_no, item in zip(frame["row_no"], recorded, strict=True) for finding in _findings(row_no, item)]
    repeated = sum(item.outcome is Outcome.REPEATED for item in recorded)
    return Accepted(pl.DataFrame(findings, schema=dict(FINDING_SCHEMA), orient="row"), unchanged=repeated)


def _findings(row_no: int, item: Recorded) -> list[tuple[object, ...]]:
    """Return what was found in one row."""
    found: list[tuple[object, ...]] = [
        (row_no, Severity.WARN.value, WHOLE_ENTRY, None, one.rule, one.message, one.remedy) for one in item.remarks
    ]
    if item.outcome is Outcome.HELD:
        found.insert(0, (row_no, Severity.HOLD.value, WHOLE_ENTRY, item.source_no, "登记业务", item.message, item.remedy))
    if item.outcome is Outcome.REPEATED and item.remedy:
        found.append((row_no, Severity.WARN.value, WHOLE_ENTRY, item.source_no, "V17", item.message, item.remedy))
    return found
