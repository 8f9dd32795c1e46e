"""Decisions and records of the portal for tests; every firm, person and document is invented."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.publicity import service
from credit.publicity.models import Publication
from credit.publicity.service import Given
from credit.reporting.models import Decision
from supervision.intake.models import Batch
from supervision.kernel.attachments.models import Attachment
from tests.factories import archive

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
NUMBERS = count(1)
REPORTER, REVIEWER = "person:901", "person:902"


def batch(session: Session, department_id: int, *, by: str = REPORTER) -> int:
    """Return a finished batch of a department, reported by somebody."""
    number = next(NUMBERS)
    file = Attachment(
        digest=f"sha256:{number:064x}", filename="x.csv", media_type="text/csv", size=1, has_macros=False, uploaded_at=NOW,
        uploaded_by=by,
    )  # fmt: skip
    session.add(file)
    session.flush()
    made = Batch(
        number=f"T{number:08d}", state="finished", kind="credit.penalty", filename="x.csv", sha256=f"{number:064x}", size=1,
        attachment_id=file.id, department_id=department_id, source_name="测试", mapping={}, mapping_digest="", created_at=NOW,
        finished_at=NOW, requested_by=by,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def decision(session: Session, *, department_id: int, by: str = REPORTER, **values: Any) -> Decision:
    """Return a reported decision; an ordinary fine of 2.5 万元 on a firm unless said otherwise."""
    number = next(NUMBERS)
    key = hashlib.md5(f"decision {number}".encode(), usedforsecurity=False).digest()
    person = values.get("party") == "person"
    record = archive.subject(session).record(values.get("kind", "penalty"))
    defaults = {
        "kind": "penalty",
        "party": "legal",
        "party_kind": "自然人" if person else "法人及非法人组织",
        "record_id": record.id,
        "subject_name": "自然人甲" if person else "云汀禾木速冻食品有限公司",
        "subject_code": None if person else "91990102MAXMU7B34M",
        "department_id": department_id,
        "authority": "云汀市市场监督管理局",
        "doc_no": f"云汀市监处罚〔2026〕{number}号",
        "doc_key": f"云汀市监处罚2026{number}号",
        "category": "罚款",
        "decided_on": date(2026, 11, 12),
        "amount": Decimal("2.5"),
        "content": "罚款 2.5 万元。",
        "facts": "生产的速冻水饺标签净含量标注 500 克，实测 462 克。",
        "basis": "《中华人民共和国计量法》第二十八条",
        "violation": "定量包装商品净含量不足",
        "status": "valid",
        "procedure": "ordinary",
        "standard": "SGS-2021",
        "version": 1,
        "business_key": key,
        "content_hash": key,
        "stock": False,
        "first_received_at": NOW,
        "received_at": NOW,
        "batch_id": batch(session, department_id, by=by),
        "row_no": 1,
        "held": False,
        "holds": [],
        "change": "new",
    }
    made = Decision(**{**defaults, **values})
    session.add(made)
    session.flush()
    return made


def record_of(session: Session, made: Decision) -> Publication:
    """Return the standing record of a decision."""
    session.expire_all()
    wanted = select(Publication).where(Publication.decision_id == made.id, Publication.version == made.version)
    return session.scalars(wanted).one()


def projected(session: Session, *, department_id: int, now: datetime = NOW, **values: Any) -> Publication:
    """Return the record of a new decision as it waits for its review."""
    made = decision(session, department_id=department_id, **values)
    service.project(session, decision_ids=[made.id], now=now)
    return record_of(session, made)


def published(session: Session, *, department_id: int, now: datetime = NOW, **values: Any) -> Publication:
    """Return a record that the public sees."""
    record = projected(session, department_id=department_id, now=now, **values)
    service.publish(session, record, Given(REVIEWER, now))
    session.flush()
    return record
