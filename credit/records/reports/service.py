"""Making a report: what is said is kept at once, the document is set in the background."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.records import queries
from credit.records.errors import PurposeMissing
from credit.records.models import CreditReport
from credit.records.rules import CHECK_TOKEN, SERIAL_BYTES, serial_of
from credit.records.schemas import CreditRecord, Row
from credit.records.typesetting.service import typeset
from supervision.kernel import attachments, audit, crypto
from supervision.kernel.clock import legal_date
from supervision.kernel.queues import enqueue
from supervision.notices.informing.checking.rules import TOKEN_BYTES

SET_REPORT: Final = "credit.records.set-report"
MADE: Final = "credit.report.make"
MOST_BYTES: Final = 20 << 20
PDF: Final = "application/pdf"


def make(
    session: Session,
    *,
    subject_id: int,
    purpose: str,
    request_key: UUID,
    department_id: int | None,
    actor: str,
    check_base: str,
    now: datetime,
) -> CreditReport:
    """Keep what is said of a subject now and ask for its document; the same request finds the report that it made."""
    if not purpose.strip():
        raise PurposeMissing
    known = session.scalar(select(CreditReport).where(CreditReport.request_key == request_key))
    if known is not None:
        return known
    said = queries.record(session, subject_id=subject_id, now=now)
    token, provider = secrets.token_bytes(TOKEN_BYTES), crypto.provider()
    made = CreditReport(
        serial=serial_of(legal_date(now), secrets.token_bytes(SERIAL_BYTES)),
        request_key=request_key,
        subject_id=said.subject_id,
        subject_name=said.name,
        purpose=purpose.strip(),
        content=said.as_json(),
        as_of=legal_date(now),
        token_hash=provider.keyed_hash(CHECK_TOKEN, token),
        token_sealed=provider.encrypt(CHECK_TOKEN, token),
        check_base=check_base.rstrip("/"),
        department_id=department_id,
        requested_by=actor,
        requested_at=now,
    )
    session.add(made)
    session.flush()
    key = f"{SET_REPORT}:{made.id}"
    enqueue(session, SET_REPORT, arguments={"report_id": made.id}, now=now, requested_by=actor, unique_key=key)
    _audit(session, made, MADE, actor=actor, now=now)
    return made


def set_report(session: Session, report: CreditReport, *, actor: str, now: datetime) -> CreditReport:
    """Set the document of a report and keep it; one that is set already stays."""
    if report.attachment_id is None:
        token = crypto.provider().decrypt(CHECK_TOKEN, report.token_sealed)
        content = typeset(said_in(report), report, token=token, at=now)
        kept = attachments.store(
            session,
            stream=content,
            filename=f"信用报告-{report.serial}.pdf",
            now=now,
            uploaded_by=actor,
            max_bytes=MOST_BYTES,
            wanted=[PDF],
        )
        report.attachment_id, report.digest, report.set_at = kept.id, kept.sha256, now
        session.flush()
    return report


def said_in(report: CreditReport) -> CreditRecord:
    """Return what a report says, as it was kept."""
    content = dict(report.content)
    rows = {name: [Row(**row) for row in content[name]] for name in ("licences", "penalties", "honours", "lists")}
    facts = [(label, value) for label, value in content["facts"]]
    return CreditRecord(**{**content, **rows, "facts": facts})


def opened(session: Session, report: CreditReport, *, actor: str, now: datetime) -> None:
    """Note that somebody opened the document: who took a report, and when, can be asked later."""
    report.reads += 1
    _audit(session, report, "credit.report.open", actor=actor, now=now)


def _audit(session: Session, report: CreditReport, action: str, *, actor: str, now: datetime) -> None:
    detail: dict[str, object] = {"serial": report.serial, "purpose": report.purpose, "as_of": report.as_of.isoformat()}
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="credit_report",
        object_id=report.id,
        detail=detail,
        now=now,
        department_id=report.department_id,
    )
