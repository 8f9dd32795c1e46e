"""What the firm reads under its receipt, and what everybody reads of decided objections."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.objections import queries as cases
from credit.objections.errors import ObjectionUnknown
from credit.objections.models import Objection, ObjectionFile
from credit.objections.schemas import Result, Status
from credit.objections.states import OPEN, ObjectionState, Outcome, Reason
from credit.publicity.models import Publication
from credit.publicity.portal.queries import shown
from credit.reporting.states import KIND_LABELS, Kind
from supervision.accounts.models import Department

RESULTS: Final = 50


def of_request(session: Session, request_key: UUID) -> Objection | None:
    """Return the objection that a form made before."""
    return session.scalar(select(Objection).where(Objection.request_key == request_key))


def decision_id_of(session: Session, publication_id: int) -> int:
    return session.get_one(Publication, publication_id).decision_id


def open_count(session: Session, decision_id: int) -> int:
    wanted = select(func.count()).where(Objection.decision_id == decision_id, Objection.state.in_(OPEN))
    return session.scalar(wanted) or 0


def by_token(session: Session, token: str, *, lock: bool = False) -> Objection:
    """Return the objection of a receipt, or refuse in the words in which every wrong address is refused."""
    wanted = select(Objection).where(Objection.token == token)
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise ObjectionUnknown
    return found


def status(session: Session, token: str, *, now: datetime) -> Status:
    """Return what the holder of a receipt may read."""
    found = by_token(session, token)
    state, office = ObjectionState(found.state), session.get_one(Department, found.department_id).name
    record = session.scalars(
        select(Publication).where(Publication.decision_id == found.decision_id).order_by(Publication.version.desc()).limit(1)
    ).one()
    visible = shown(session, record.token, now=now)
    return Status(
        number=cases.number(found),
        token=found.token,
        doc_no=found.doc_no,
        party_name=found.party_name,
        kind=KIND_LABELS[Kind(found.kind)],
        reason=Reason(found.reason).label,
        state=state,
        filed_at=found.filed_at,
        office=office,
        due_on=found.due_on,
        due_words=found.due_words or "",
        due_basis=f"{found.due_basis}，规则 {found.due_rule}，日历 {found.due_calendar}" if found.due_rule else "",
        provisional=found.provisional,
        files=session.scalar(select(func.count()).where(ObjectionFile.objection_id == found.id)) or 0,
        outcome=Outcome(found.outcome) if found.outcome else None,
        answer=found.answer or "",
        decided_at=found.decided_at,
        correct_by=found.correct_by,
        process_asked=found.process_asked_at is not None,
        record_token=visible.token if visible else None,
        annotation=visible.said if visible else None,
        may_cancel=state in OPEN,
        revision=found.revision,
        steps=cases.steps(session, found, office=office) if found.process_asked_at else (),
    )


def results(session: Session) -> list[Result]:
    """Return the latest decided objections of places where the law wants them public."""
    wanted = (
        select(Objection, Department.name)
        .join(Department, Department.id == Objection.department_id)
        .where(Objection.published)
        .order_by(Objection.decided_at.desc(), Objection.id.desc())
        .limit(RESULTS)
    )
    return [
        Result(cases.number(row), row.doc_no, office, Outcome(row.outcome or ""), row.answer or "", row.decided_at)
        for row, office in session.execute(wanted)
        if row.decided_at is not None
    ]
