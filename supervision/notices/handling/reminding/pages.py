"""逾期督办: what is late and where, for those who watch over the deadlines; and what the bell counts."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import legal_date, now, today
from supervision.kernel.db import reading
from supervision.notices.handling.deadlines.queries import kept_clocks
from supervision.notices.handling.reminding import queries
from supervision.notices.handling.reminding.rules import until
from supervision.notices.handling.reminding.states import Level

pages = Blueprint("overdue", __name__, url_prefix="/notices/overdue")
FOLDER = "supervision/notices/handling/reminding/templates"


@pages.get("")
@requires("notices.oversee")
def page() -> str:
    """逾期督办."""
    with reading() as session:
        clocks = kept_clocks(session, now=now())
        late = queries.late_offices(session, current(), until=today() - timedelta(days=1))
        raised = until(Level.CITY, today=today(), clocks=clocks)
        escalated = queries.late_count(session, current(), until=raised)
        unclaimed = queries.unclaimed(session, until=until(Level.HEAD, today=today(), clocks=clocks))
    return render_template(f"{FOLDER}/overdue.html", offices=late, escalated=escalated, unclaimed=unclaimed, clocks=clocks)


def due_now(session: Session, principal: Principal) -> int:
    """Return what the bell counts for an office: due today or late."""
    return queries.due_count(session, department_id=principal.department_id or 0, until=today())


def escalated(session: Session, principal: Principal) -> int:
    """Return what the bell counts for those who watch over the deadlines."""
    clocks = kept_clocks(session, now=now())
    return queries.late_count(session, principal, until=until(Level.CITY, today=today(), clocks=clocks))


def panel(session: Session, principal: Principal, moment: datetime) -> dict[str, Any]:
    """Return what the first page shows the head of a department."""
    return {"due": queries.due_by_state(session, department_id=principal.department_id or 0, today=legal_date(moment))}
