"""How a month stands."""

from datetime import date
from typing import Final

from credit.assessment.planning.schemas import MonthState

OLDEST_MONTHS: Final = 24
SHOWN_MONTHS: Final = 12


def state_of(*, reported: int, expected: int, missing: int, declared: bool, due_on: date, today: date) -> MonthState:
    """Return how a month stands for one kind of decisions.

    依据: 考核办法：近 12 个月用过的事项，当月没有报送又没有零报告的，期满后记为漏报。
    单位: 件、项、日。
    错误: 不抛出。
    """
    if missing and not declared:
        if today <= due_on:
            return MonthState.REPORTED if reported else MonthState.RUNNING
        return MonthState.PARTLY if reported else MonthState.SILENT
    if reported:
        return MonthState.REPORTED
    if declared:
        return MonthState.DECLARED
    return MonthState.RUNNING if today <= due_on and expected else MonthState.UNUSED
