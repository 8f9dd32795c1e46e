"""What changes in an archive apart from loading: a disagreement is found or settled, a wrong fact is reported and answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from supervision.archive.subjects.conflicts.service import find_conflicts, settle_conflict
from supervision.archive.subjects.errors import FactUnknown, NoteMissing, ReportAnswered, ReportUnknown
from supervision.archive.subjects.models import Record, Registration
from supervision.archive.subjects.reporting.models import FactReport
from supervision.kernel import audit

__all__ = ["answer_report", "find_conflicts", "report_fact", "settle_conflict"]


def report_fact(
    session: Session,
    *,
    subject_ids: list[int],
    field: str,
    registration_id: int | None,
    record_id: int | None,
    note: str,
    actor: str,
    now: datetime,
) -> FactReport:
    """Note that somebody says a fact is wrong; its source is asked, and the fact stands until the source corrects it."""
    if not note.strip():
        raise NoteMissing
    fact = _fact(session, registration_id=registration_id, record_id=record_id)
    if fact.subject_id is None or fact.subject_id not in subject_ids:
        raise FactUnknown
    report = FactReport(
        subject_id=fact.subject_id,
        department_id=fact.department_id,
        field=field,
        registration_id=registration_id,
        record_id=record_id,
        note=note.strip(),
        reported_at=now,
        reported_by=actor,
    )
    session.add(report)
    session.flush()
    _tell(session, "archive.fact.report", report, actor=actor, now=now)
    return report


def answer_report(session: Session, *, report_id: int, answer: str, actor: str, now: datetime) -> FactReport:
    """Keep what the source answered; a correction itself comes through the door like any other row."""
    if not answer.strip():
        raise NoteMissing
    report = session.get(FactReport, report_id, with_for_update=True)
    if report is None:
        raise ReportUnknown
    if report.answered_at is not None:
        raise ReportAnswered(who=report.answered_by)
    report.answered_at, report.answered_by, report.answer = now, actor, answer.strip()
    _tell(session, "archive.fact.answer", report, actor=actor, now=now)
    return report


def _fact(session: Session, *, registration_id: int | None, record_id: int | None) -> Registration | Record:
    fact: Registration | Record | None = None
    if registration_id is not None:
        fact = session.get(Registration, registration_id)
    elif record_id is not None:
        fact = session.get(Record, record_id)
    if fact is None:
        raise FactUnknown
    return fact


def _tell(session: Session, action: str, report: FactReport, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="archive",
        object_id=report.subject_id,
        detail={"report": report.id, "field": report.field, "note": report.answer or report.note},
        now=now,
        department_id=report.department_id,
    )
