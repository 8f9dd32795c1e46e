"""Withholding records from sharing, and sharing them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Record
from supervision.archive.subjects.withholding.models import Withheld
from supervision.kernel import audit


@dataclass(frozen=True, slots=True)
class Ground:
    """What a withholding rests on: its identity for ever, who still sees the records, what is said beside them, and why."""

    name: str
    department_id: int
    mark: str
    reason: str


def withhold(session: Session, *, record_ids: Sequence[int], ground: Ground, actor: str, now: datetime) -> int:
    """Tell nobody but the ground's department of these records any more, whatever version comes; return how many that is new for."""
    matters = _matters(session, record_ids)
    rows = [
        {
            "kind": kind,
            "business_key": key,
            "department_id": ground.department_id,
            "ground": ground.name,
            "mark": ground.mark,
            "reason": ground.reason,
            "since": now,
            "withheld_by": actor,
        }
        for kind, key in matters
    ]
    if not rows:
        return 0
    made = insert(Withheld).values(rows).on_conflict_do_nothing().returning(Withheld.kind, Withheld.business_key)
    found = session.execute(made).all()
    for kind, key in found:
        detail = {"ground": ground.name, "reason": ground.reason}
        _tell(session, "archive.withhold", matters[kind, key], detail, actor=actor, now=now, department_id=ground.department_id)
    return len(found)


def release(session: Session, *, record_ids: Sequence[int], ground: str, reason: str, actor: str, now: datetime) -> int:
    """Let a ground stand against these records no more; return how many rested on it."""
    matters = _matters(session, record_ids)
    wanted = (
        tuple_(Withheld.kind, Withheld.business_key).in_(matters),
        Withheld.ground == ground,
        Withheld.released_at.is_(None),
    )
    ended = update(Withheld).where(*wanted).values(released_at=now, released_by=actor, release_reason=reason)
    found = session.execute(ended.returning(Withheld.kind, Withheld.business_key, Withheld.department_id)).all()
    for kind, key, department_id in found:
        detail = {"ground": ground, "reason": reason}
        _tell(session, "archive.release", matters[kind, key], detail, actor=actor, now=now, department_id=department_id)
    return len(found)


def _matters(session: Session, record_ids: Sequence[int]) -> dict[tuple[str, bytes], Record]:
    """Return the matters that records are versions of, each with one of them."""
    records = session.scalars(select(Record).where(Record.id.in_(record_ids)).order_by(Record.id))
    return {(record.kind, record.business_key): record for record in records}


def _tell(
    session: Session, action: str, record: Record, detail: dict[str, Any], *, actor: str, now: datetime, department_id: int
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="archive",
        object_id=record.subject_id,
        detail={"kind": record.kind, "document": record.doc_no, **detail},
        now=now,
        department_id=department_id,
    )
