"""Let the door's own checker and acceptor judge rows inside a savepoint that is always rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.entering.schemas import Cells, Fault
from credit.entering.trying.schemas import Source, Trial
from credit.questions.handing.features import as_frame, own_mapping
from credit.questions.handing.schemas import Row
from credit.standards.schemas import Table
from supervision.intake.kinds import CheckContext, ChunkContext, RowKind
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading import rules
from supervision.intake.queries import kind_named
from supervision.intake.reading.schemas import Slice, no_findings
from supervision.kernel.clock import legal_date

NO_BATCH: Final = 0


@contextmanager
def nothing_saved(session: Session) -> Iterator[None]:
    """Undo at the end whatever the block did."""
    point = session.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def tried(
    session: Session, part: Slice, *, kind: RowKind, mapping: Mapping, source: Source, now: datetime, number: int, compare: bool
) -> Trial:
    """Judge one slice; `compare` also against what stands already, which writes and therefore wants `nothing_saved`."""
    context = CheckContext(received_on=legal_date(now), department_code=source.department_code)
    made = rules.prepare(part, chunk_no=number, first_row=1, kind=kind, mapping=mapping, context=context)
    findings, unchanged = made.findings, 0
    frame = rules.without_rejected(made.frame, findings)
    if compare and frame.height:
        place = ChunkContext(NO_BATCH, number, source.department_id, source.department, source.actor)
        accepted = kind.accept(session, frame, place, now)
        findings, unchanged = rules.joined(findings, accepted.findings, kind), accepted.unchanged
    return Trial(made.rows, findings, rules.verdicts(made.rows, findings), unchanged, made.blank)


def faults(session: Session, table: Table, cells: Cells, *, source: Source, now: datetime) -> list[Fault]:
    """Return everything that the door would find about a row now, the gravest first; nothing is saved."""
    frame = as_frame(table, [Row("", cells)])
    kind, mapping = kind_named(table.row_kind), own_mapping(table)
    with nothing_saved(session):
        trial = tried(
            session,
            Slice(frame, 0, no_findings()),
            kind=kind,
            mapping=mapping,
            source=source,
            now=now,
            number=0,
            compare=True,
        )
    order = {"reject": 0, "hold": 1, "warn": 2}
    return sorted(trial.findings.to_dicts(), key=lambda item: order[item["severity"]])
