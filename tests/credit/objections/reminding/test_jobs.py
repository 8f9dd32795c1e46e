"""The morning's job tells on working days only, and a second run adds nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from credit.objections.models import Objection
from credit.objections.reminding import jobs
from supervision.kernel.clock import today
from supervision.kernel.db import transaction


class Context:
    """A job that nobody cancels."""

    def cancelled(self) -> bool:
        return False

    def progress(self, done, total, message) -> None:
        assert (done >= 0, total, bool(message)) == (True, None, True)


@pytest.mark.parametrize(("day", "told"), [("2026-11-27 00:40", 3), ("2026-11-28 00:40", 0)])
def test_the_morning_tells_each_level_once(firm, show, time_machine, day, told):
    firm.objects(show())
    with transaction() as session:
        session.execute(update(Objection).values(due_on=today() - timedelta(days=30)))
    time_machine.move_to(f"{day}+00:00", tick=False)
    first, second = jobs.run(Context()), jobs.run(Context())
    assert sum(value for value in first.values() if isinstance(value, int)) == told
    assert sum(value for value in second.values() if isinstance(value, int)) == 0
