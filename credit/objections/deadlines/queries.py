"""The clocks as the rulebook and the calendar stand."""

from datetime import date

from sqlalchemy.orm import Session

from credit.objections.deadlines import rules
from credit.objections.deadlines.rules import PUBLISHING, TOPIC, Term
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.workdays.queries import work_calendar


def term_of(session: Session, *, step: str, start: date, division: str | None) -> Term | None:
    """Return the last day of a step that begins on a day."""
    held = newest(session, topic=TOPIC)
    return rules.term(held, step=step, start=start, division=division, calendar=work_calendar(session))


def published_by(session: Session, *, on: date, division: str | None) -> tuple[bool, str | None]:
    """Tell whether an outcome is published, and by which rule."""
    return rules.publishes(newest(session, topic=PUBLISHING), on=on, division=division)
