"""Decisions of 双公示 for tests, made with the models; every firm and document is invented."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.archive.subjects.models import Record

NUMBERS = count(1)
BATCH = 900_000


def at(day: date, hour: int = 2) -> datetime:
    """Return an instant on a day in Shanghai."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def record(session: Session, department: Department, kind: str) -> Record:
    """Return the archive's row behind a decision of which nobody knows whose it is."""
    key = hashlib.md5(f"decision {next(NUMBERS)}".encode(), usedforsecurity=False).digest()
    made = Record(
        subject_id=None,
        matched="none",
        kind=kind,
        business_key=key,
        content_hash=key,
        data={},
        department_id=department.id,
        known_from=datetime(2026, 1, 5, tzinfo=UTC),
    )
    session.add(made)
    session.flush()
    return made


def decision(session: Session, department: Department, decided_on: date, *, wait: int = 1, **more: Any) -> Decision:
    """Report one penalty of a department some days after it was decided."""
    number = next(NUMBERS)
    kind = more.get("kind", "penalty")
    received = at(decided_on + timedelta(days=wait))
    key = hashlib.sha256(str(number).encode()).digest()
    values: dict[str, Any] = {
        "kind": kind,
        "party": "legal",
        "party_kind": "法人及非法人组织",
        "record_id": record(session, department, kind).id,
        "subject_name": f"云汀试例第{number}食品有限公司",
        "subject_code": f"T{number:017d}",
        "department_id": department.id,
        "authority": department.name,
        "doc_no": f"云市监罚〔2026〕{number}号",
        "doc_key": f"云市监罚2026{number}",
        "item": "经营超过保质期的食品",
        "decided_on": decided_on,
        "content": "罚款人民币五千元",
        "facts": "销售超过保质期的糕点三袋",
        "basis": "《中华人民共和国食品安全法》第一百二十四条",
        "status": "valid",
        "standard": "SGS-2021",
        "version": 1,
        "business_key": key,
        "content_hash": key,
        "first_received_at": received,
        "received_at": more.get("first_received_at", received),
        "batch_id": BATCH,
        "row_no": number,
        "change": "new",
        **more,
    }
    made = Decision(**values)
    session.add(made)
    session.flush()
    return made
