"""The clocks as the rulebook and the calendar stand."""

from datetime import date

from sqlalchemy.orm import Session

from supervision.kernel.rulebook.queries import newest
from supervision.kernel.rulebook.rules import NATIONAL
from supervision.kernel.workdays.queries import work_calendar
from supervision.notices.handling.deadlines.rules import Clocks, clocks


def clocks_on(session: Session, *, on: date, division: str = NATIONAL) -> Clocks:
    """Return the periods of 双告知 as they hold on a day: ask once for a batch, not once for a notice."""
    rules = [rule for rule in newest(session, topic="deadline") if rule.subject and rule.subject.startswith("双告知")]
    return clocks(rules, on=on, calendar=work_calendar(session), division=division)
