"""What a page of an archive needs beside the archive's own document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.accounts.people.models import User
from supervision.accounts.purposes.rules import LABELS
from supervision.accounts.rules import actor_of
from supervision.archive.subjects.errors import FactUnknown
from supervision.archive.subjects.masking.rules import masked_text
from supervision.archive.subjects.showing.features import Shown
from supervision.intake.kinds import RowKind
from supervision.intake.queries import personal_columns, raw_row
from supervision.kernel.access import Principal
from supervision.kernel.audit.models import AccessEntry
from supervision.kernel.module import joined

SHOWN = 100
COVERED = "＊＊＊"
WORDS: Mapping[str, str] = {
    "licence": "行政许可",
    "penalty": "行政处罚",
    "inspection": "检查",
    "list_entry": "名单",
    "honour": "荣誉",
    "rating": "评价",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of 查询留痕."""

    at: datetime
    who: str
    department: str | None
    purpose: str | None
    case_number: str | None


def readers(session: Session, principal: Principal, subject_id: int) -> Sequence[Reading]:
    """Return who read this archive, the latest first: of the departments that a position covers, and oneself."""
    query = (
        select(
            AccessEntry.at,
            func.coalesce(User.name, AccessEntry.actor),
            Department.name,
            AccessEntry.purpose,
            AccessEntry.case_number,
        )
        .outerjoin(User, AccessEntry.actor == literal("person:").concat(User.id))
        .outerjoin(Department, Department.id == AccessEntry.department_id)
        .where(
            AccessEntry.object_kind == "archive",
            AccessEntry.object_id == str(subject_id),
            or_(AccessEntry.actor == actor_of(principal), principal.covers(Department.path, Department.division)),
        )
        .order_by(AccessEntry.id.desc())
        .limit(SHOWN)
    )
    words = {key.value: label for key, label in LABELS.items()}
    return [
        Reading(at, who, department, words.get(purpose or ""), case)
        for at, who, department, purpose, case in session.execute(query)
    ]


def kind_labels() -> Mapping[str, str]:
    """Return what each kind of record is called, by the kinds that the platform has."""
    return {**WORDS, **{kind.name: kind.label for kind in joined().parts(RowKind)}}


def raw_cells(session: Session, shown: Shown, *, batch_id: int, row_no: int, reveal: bool) -> Mapping[str, str]:
    """Return the row behind one of the archive's facts as it came; numbers of persons are covered unless opened."""
    if (batch_id, row_no) not in shown.origins:
        raise FactUnknown
    cells = raw_row(session, batch_id, row_no)
    if reveal:
        return cells
    if shown.json["kind"] in {"individual", "person"}:
        return dict.fromkeys(cells, COVERED)
    private = personal_columns(session, batch_id)
    return {header: COVERED if header in private else masked_text(cell) for header, cell in cells.items()}
