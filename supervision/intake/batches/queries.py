"""What the pages of a batch show."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.intake import queries
from supervision.intake.batches.schemas import BatchView
from supervision.intake.loading.rules import unpacked
from supervision.intake.models import Batch, Chunk, Finding, Verdict
from supervision.intake.reading.rows.service import SURPLUS
from supervision.kernel.access import Principal
from supervision.kernel.crypto import provider

PART_ROWS = 20_000
REASONS = "问题与处理办法"
ROW = "行号"
VERDICT_LABELS = {
    Verdict.ACCEPTED: ("接收", "ok"),
    Verdict.WARNED: ("接收，有提示", "ok"),
    Verdict.HELD: ("暂存", "warn"),
    Verdict.REJECTED: ("退回", "bad"),
}
SEVERITY_LABELS = {"reject": ("退回", "bad"), "hold": ("暂存", "warn"), "warn": ("提示", "info")}


def view(batch: Batch) -> BatchView:
    """Return a batch with its words; a kind that no module offers any more is shown by its name."""
    labels = {kind.name: kind.label for kind in queries.kinds()}
    return BatchView(batch, labels.get(batch.kind or "", batch.kind or "未定类别"))


def departments_of(session: Session, principal: Principal) -> Sequence[Department]:
    """Return the departments that a person may upload for, the own one first."""
    condition = principal.covers(Department.path, Department.division) | (Department.id == principal.department_id)
    statement = select(Department).where(condition).order_by(Department.id != principal.department_id, Department.path)
    return session.scalars(statement).all()


def department_name(session: Session, batch: Batch) -> str:
    """Return the name of the source department."""
    return session.get_one(Department, batch.department_id).name


def parts(batch: Batch) -> int:
    """Return into how many workbooks the faulty rows go."""
    return -(-(batch.held + batch.rejected) // PART_ROWS)


def faulty_cells(session: Session, batch: Batch, *, header: Sequence[str], part: int) -> Iterator[list[str | None]]:
    """Yield the held and rejected rows of one part: row number, reasons, then the cells as they came."""
    skip, left = (part - 1) * PART_ROWS, PART_ROWS
    statement = select(Chunk).where(Chunk.batch_id == batch.id, Chunk.held + Chunk.rejected > 0).order_by(Chunk.chunk_no)
    for chunk in session.scalars(statement.execution_options(yield_per=1)):
        faulty = [place for place, verdict in enumerate(chunk.verdicts) if verdict >= Verdict.HELD]
        chosen = faulty[skip : skip + left]
        skip = max(0, skip - len(faulty))
        if chosen:
            yield from _cells(session, chunk, chosen, header)
        left -= len(chosen)
        if left <= 0:
            return


def _cells(session: Session, chunk: Chunk, places: Sequence[int], header: Sequence[str]) -> Iterator[list[str | None]]:
    frame = unpacked(chunk.raw, provider())[list(places)]
    numbers = frame["row_no"].to_list()
    reasons = _reasons(session, chunk.batch_id, numbers[0], numbers[-1])
    columns = [frame[name].to_list() if name in frame.columns else [None] * frame.height for name in header]
    for number, *cells in zip(numbers, *columns, strict=True):
        yield [str(number), reasons.get(number, ""), *cells]


def _reasons(session: Session, batch_id: int, first: int, last: int) -> dict[int, str]:
    statement = (
        select(Finding.row_no, Finding.severity, Finding.message, Finding.remedy, Finding.rule)
        .where(Finding.batch_id == batch_id, Finding.row_no.between(first, last))
        .order_by(Finding.row_no, Finding.id)
    )
    reasons: dict[int, list[str]] = {}
    for row in session.execute(statement):
        words = f"【{SEVERITY_LABELS[row.severity][0]}】{row.message}：{row.remedy or '核对后重新上传'}（{row.rule}）"
        reasons.setdefault(row.row_no, []).append(words)
    return {number: "\n".join(words) for number, words in reasons.items()}


def header_of(session: Session, batch: Batch) -> list[str]:
    """Return the columns of a batch as its first chunk has them, with the surplus one at the end."""
    chunk = session.scalars(select(Chunk).where(Chunk.batch_id == batch.id).order_by(Chunk.chunk_no).limit(1)).one_or_none()
    if chunk is None:
        return []
    return [*(name for name in unpacked(chunk.raw, provider()).columns if name not in {"row_no", SURPLUS}), SURPLUS]
