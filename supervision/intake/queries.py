"""What came through the door, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import ColumnElement, case, func, or_, select, true
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.accounts.rules import actor_of
from supervision.intake.errors import BatchNotFound, DepartmentUnknown, KindUnknown, RowNotFound
from supervision.intake.kinds import RowKind
from supervision.intake.loading.rules import unpacked
from supervision.intake.models import DIGEST_BYTES, Batch, Chunk, Finding, Verdict
from supervision.kernel.access import Principal
from supervision.kernel.crypto import provider
from supervision.kernel.module import joined

PAGE = 50
SAMPLES = 3
GRAVITY = {"reject": 0, "hold": 1, "warn": 2}


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One page of batches, with what a pager needs."""

    items: Sequence[Batch]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of a cause; `words` only where they differ from the heading."""

    row_no: int
    value: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Rows with the same fault: one heading, one remedy, a few examples."""

    severity: str
    rule: str
    field: str | None
    message: str
    remedy: str | None
    rows: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it came, with its digest and verdict."""

    row_no: int
    cells: Mapping[str, str | None]
    digest: bytes
    verdict: Verdict


def kinds() -> list[RowKind]:
    """Return the kinds of row that the joined platform can take."""
    return joined().parts(RowKind)


def kind_named(name: str) -> RowKind:
    """Return a kind by name."""
    for kind in kinds():
        if kind.name == name:
            return kind
    raise KindUnknown(kind=name)


def department_by_code(session: Session, code: str) -> Department:
    """Return a department by its code or its USCC."""
    condition = or_(Department.code == code, Department.uscc == code)
    department = session.scalars(select(Department).where(condition).order_by(Department.id)).first()
    if department is None:
        raise DepartmentUnknown(code=code)
    return department


def batch_by_id(session: Session, batch_id: int, *, lock: bool = False) -> Batch:
    """Return a batch, locked for a change if asked."""
    batch = session.get(Batch, batch_id, with_for_update=lock)
    if batch is None:
        raise BatchNotFound
    return batch


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the batches that somebody may see: of the departments that a position covers, and one's own."""
    if any(scope.department_path is None and scope.division is None for scope in principal.scopes):
        return true()
    departments = select(Department.id).where(principal.covers(Department.path, Department.division))
    return or_(Batch.department_id.in_(departments), Batch.requested_by == actor_of(principal))


def batch_for(session: Session, principal: Principal, batch_id: int, *, lock: bool = False) -> Batch:
    """Return a batch that this person may see; another's looks as if it did not exist."""
    statement = select(Batch).where(Batch.id == batch_id, visible(principal))
    batch = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if batch is None:
        raise BatchNotFound
    return batch


def batches_page(session: Session, principal: Principal, *, state: str | None, number: int, size: int = PAGE) -> BatchPage:
    """Return one page of the visible batches, the latest first; discarded drafts are left out."""
    condition = visible(principal) & (Batch.state == state if state else Batch.state != "discarded")
    total = session.scalar(select(func.count()).select_from(Batch).where(condition)) or 0
    statement = select(Batch).where(condition).order_by(Batch.id.desc()).limit(size).offset((number - 1) * size)
    return BatchPage(session.scalars(statement).all(), number, size, total)


def state_counts(session: Session, principal: Principal) -> dict[str, int]:
    """Return how many visible batches stand in each state."""
    rows = session.execute(select(Batch.state, func.count()).where(visible(principal)).group_by(Batch.state))
    return {state: count for state, count in rows if state != "discarded"}


def causes(session: Session, batch_id: int, *, severities: Sequence[str] = ("reject", "hold", "warn")) -> list[Cause]:
    """Return the faults of a batch grouped by rule and field, the gravest and most frequent first.

    Where the wording differs from row to row, the most frequent one heads the group and each example keeps its own.
    """
    key = (Finding.severity, Finding.rule, Finding.field)
    count = func.count(func.distinct(Finding.row_no))
    message = func.mode().within_group(Finding.message)
    remedy = func.mode().within_group(Finding.remedy)
    statement = (
        select(*key, message.label("message"), remedy.label("remedy"), count.label("rows"))
        .where(Finding.batch_id == batch_id, Finding.severity.in_(severities))
        .group_by(*key)
        .order_by(case(GRAVITY, value=Finding.severity), count.desc(), Finding.rule, Finding.field)
    )
    return [_cause(session, batch_id, row) for row in session.execute(statement)]


def _cause(session: Session, batch_id: int, row: Any) -> Cause:
    same = (Finding.severity == row.severity, Finding.rule == row.rule, Finding.field.is_not_distinct_from(row.field))
    statement = (
        select(Finding.row_no, Finding.value, Finding.message, Finding.remedy)
        .where(Finding.batch_id == batch_id, *same)
        .order_by(Finding.row_no)
        .limit(SAMPLES)
    )
    samples = tuple(
        Sample(number, value, None if (words, step) == (row.message, row.remedy) else f"{words}：{step}" if step else words)
        for number, value, words, step in session.execute(statement)
    )
    return Cause(row.severity, row.rule, row.field, row.message, row.remedy, row.rows, samples)


def findings_of_row(session: Session, batch_id: int, row_no: int) -> Sequence[Finding]:
    """Return everything that was found in one row."""
    statement = select(Finding).where(Finding.batch_id == batch_id, Finding.row_no == row_no).order_by(Finding.id)
    return session.scalars(statement).all()


def faulty_rows(
    session: Session, batch_id: int, *, number: int, size: int = PAGE
) -> tuple[int, list[tuple[int, list[Finding]]]]:
    """Return how many rows were held or rejected, and one page of them with their reasons."""
    grave = (Finding.batch_id == batch_id, Finding.severity.in_(["reject", "hold"]))
    total = session.scalar(select(func.count(func.distinct(Finding.row_no))).where(*grave)) or 0
    rows = select(Finding.row_no).where(*grave).distinct().order_by(Finding.row_no).limit(size).offset((number - 1) * size)
    statement = select(Finding).where(*grave, Finding.row_no.in_(rows)).order_by(Finding.row_no, Finding.id)
    grouped: dict[int, list[Finding]] = {}
    for finding in session.scalars(statement):
        grouped.setdefault(finding.row_no, []).append(finding)
    return total, list(grouped.items())


def raw_rows(session: Session, batch_id: int, *, chunk_no: int) -> pl.DataFrame:
    """Return a whole chunk as it came, with `row_no` and `verdict`."""
    chunk = session.get(Chunk, (batch_id, chunk_no))
    if chunk is None:
        raise RowNotFound(row_no=chunk_no)
    verdicts = pl.Series("verdict", np.frombuffer(chunk.verdicts, dtype=np.uint8))
    return unpacked(chunk.raw, provider()).with_columns(verdicts)


def stored_row(session: Session, batch_id: int, row_no: int) -> RawRow:
    """Return one row as it came."""
    statement = (
        select(Chunk).where(Chunk.batch_id == batch_id, Chunk.first_row <= row_no).order_by(Chunk.first_row.desc()).limit(1)
    )
    chunk = session.scalars(statement).one_or_none()
    frame = unpacked(chunk.raw, provider()) if chunk else pl.DataFrame({"row_no": []})
    place = frame["row_no"].index_of(row_no) if frame.height else None
    if chunk is None or place is None:
        raise RowNotFound(row_no=row_no)
    cells = frame.drop("row_no").row(place, named=True)
    digest = chunk.row_hashes[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]
    return RawRow(row_no, cells, digest, Verdict(chunk.verdicts[place]))


def personal_columns(session: Session, batch_id: int) -> frozenset[str]:
    """Return the columns of a file whose fields are personal; none where no module offers its kind any more."""
    batch = batch_by_id(session, batch_id)
    fields = {item.name for kind in kinds() if kind.name == batch.kind for item in kind.fields if item.personal}
    return frozenset(column for column, field in batch.mapping.get("columns", {}).items() if field in fields)


def raw_row(session: Session, batch_id: int, row_no: int) -> dict[str, str]:
    """Return the cells of one row as they came, by header; empty cells are left out."""
    return {name: cell for name, cell in stored_row(session, batch_id, row_no).cells.items() if cell is not None}
