"""Declaring a purpose, and looking through a month of them."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.accounts.people.queries import user_for_change
from supervision.accounts.policy.rules import policy
from supervision.accounts.purposes import queries
from supervision.accounts.purposes.errors import PersonsOnly, QuotaUsedUp
from supervision.accounts.purposes.models import PurposeDeclaration, PurposeReview
from supervision.accounts.purposes.queries import PurposeGrant
from supervision.accounts.purposes.rules import Verdict, case_number, month_of, outside_hours, purpose_of
from supervision.kernel import audit, clock
from supervision.kernel.access import Principal


def declare(session: Session, principal: Principal, *, subject: str, purpose: str, case_no: str, now: datetime) -> PurposeGrant:
    """Open the personal fields of one subject to one person for a short time, and register why.

    Declaring the same again while it is open returns what stands, so that a second click counts once.
    """
    if principal.kind != "person" or principal.department_id is None:
        raise PersonsOnly
    wanted, number = purpose_of(purpose), case_number(case_no)
    user_for_change(session, principal.id)
    standing = queries.granted(session, principal, subject=subject, now=now)
    if standing is not None and (standing.purpose, standing.case_no) == (wanted, number):
        return standing
    today = clock.legal_date(now)
    limits = policy(today)
    _refuse_over_quota(session, principal, quota=limits.purpose_daily_quota, today=today)
    declaration = PurposeDeclaration(
        user_id=principal.id,
        department_id=principal.department_id,
        session_id=principal.session_id,
        subject=subject,
        purpose=wanted,
        case_no=number,
        month=month_of(today),
        outside_hours=outside_hours(now, policy=limits),
        declared_at=now,
        expires_at=now + timedelta(minutes=limits.purpose_minutes),
    )
    session.add(declaration)
    session.flush()
    audit.record(
        session,
        actor=f"person:{principal.id}",
        action="accounts.purpose.declare",
        object_kind="purpose",
        object_id=declaration.id,
        detail={"subject": subject, "purpose": wanted, "case_no": number},
        now=now,
        department_id=principal.department_id,
    )
    return queries.as_grant(declaration)


def review_month(
    session: Session, *, month: date, department_id: int, verdict: Verdict, remark: str, actor: str, now: datetime
) -> PurposeReview:
    """Note that one department's month was looked through; looking again replaces the note, the audit keeps both."""
    count = session.scalar(
        select(func.count()).where(PurposeDeclaration.month == month, PurposeDeclaration.department_id == department_id)
    )
    found = queries.review(session, month=month, department_id=department_id)
    if found is None:
        found = PurposeReview(month=month, department_id=department_id)
        session.add(found)
    found.verdict, found.remark, found.declarations = verdict, remark.strip(), count or 0
    found.reviewed_by, found.reviewed_at = actor, now
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="accounts.purpose.review",
        object_kind="purpose_review",
        object_id=found.id,
        detail={"month": month.isoformat(), "verdict": verdict, "remark": found.remark, "declarations": found.declarations},
        now=now,
        department_id=department_id,
    )
    return found


def _refuse_over_quota(session: Session, principal: Principal, *, quota: int, today: date) -> None:
    begins = datetime.combine(today, time.min, tzinfo=clock.SHANGHAI)
    count = queries.subjects_since(session, user_id=principal.id, since=begins)
    if count >= quota:
        raise QuotaUsedUp(count=count)
