"""到期日历: a month, and how much of the department's work falls due on each of its days."""

from flask import Blueprint, render_template, request

from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading
from supervision.notices.handling.deadlines.queries import kept_clocks
from supervision.notices.handling.planning import queries
from supervision.notices.handling.planning.rules import WEEKDAYS, beside, month_of, weeks_of

pages = Blueprint("duedays", __name__, url_prefix="/notices/calendar")
FOLDER = "supervision/notices/handling/planning/templates"


@pages.get("")
@requires("notices.read")
def page() -> str:
    """到期日历."""
    on = today()
    first = month_of(request.args.get("month", ""), today=on)
    weeks = weeks_of(first)
    mine = current().department_id or 0
    with reading() as session:
        days = queries.due_days(session, department_id=mine, first=weeks[0][0], last=weeks[-1][-1])
        late = queries.overdue(session, department_id=mine, today=on)
        clocks = kept_clocks(session, now=now())
    return render_template(
        f"{FOLDER}/calendar.html",
        first=first,
        weeks=weeks,
        weekdays=WEEKDAYS,
        days=days,
        late=late,
        today=on,
        before=beside(first, -1),
        after=beside(first, 1),
        calendar=clocks.calendar,
        clocks=[clock for clock in (clocks.receive, clocks.answer, clocks.claim) if clock],
    )
