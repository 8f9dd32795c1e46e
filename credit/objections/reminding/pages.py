"""异议咨询逾期: what is late and where, and what the bell counts."""

from datetime import timedelta
from typing import Final

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from credit.objections.queries import due_by
from credit.objections.reminding import queries
from credit.objections.states import Level
from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import today
from supervision.kernel.db import reading

pages = Blueprint("objections-overdue", __name__, url_prefix="/credit/objections/overdue")
TEMPLATES: Final = "credit/objections/reminding/templates"


@pages.get("")
@requires("credit.assess")
def page() -> str:
    """异议咨询逾期."""
    with reading() as session:
        late = queries.late_offices(session, current(), until=today() - timedelta(days=1))
        raised = queries.late_count(session, current(), until=queries.until(session, Level.CITY, today=today()))
    return render_template(f"{TEMPLATES}/overdue.html", offices=late, raised=raised)


def due_now(session: Session, principal: Principal) -> int:
    """Return what the bell counts for who works on cases: due today or late."""
    return due_by(session, principal, until=today())


def escalated(session: Session, principal: Principal) -> int:
    """Return what the bell counts for those who watch over the deadlines."""
    return queries.late_count(session, principal, until=queries.until(session, Level.CITY, today=today()))
