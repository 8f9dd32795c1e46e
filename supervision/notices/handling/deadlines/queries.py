"""The clocks as the rulebook and the calendar stand."""

from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.rulebook.rules import NATIONAL
from supervision.kernel.workdays.queries import work_calendar
from supervision.notices.handling.deadlines.rules import Clocks, clocks


def clocks_on(session: Session, *, on: date, division: str = NATIONAL) -> Clocks:
    """Return the periods of 双告知 as they hold on a day: ask once for a batch, not once for a notice."""
    rules = [rule for rule in newest(session, topic="deadline") if rule.subject and rule.subject.startswith("双告知")]
    return clocks(rules, on=on, calendar=work_calendar(session), division=division)


_kept: WeakKeyDictionary[Any, tuple[datetime, Clocks]] = WeakKeyDictionary()


def kept_clocks(session: Session, *, now: datetime) -> Clocks:
    """Return the periods for showing: what was found within the same minute in this process is not asked for again."""
    minute, engine = now.replace(second=0, microsecond=0), session.get_bind()
    found = _kept.get(engine)
    if found is None or found[0] != minute:
        found = (minute, clocks_on(session, on=legal_date(now)))
        _kept[engine] = found
    return found[1]
