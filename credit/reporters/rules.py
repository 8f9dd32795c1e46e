"""When two people would hold one duty at once."""

from datetime import date, timedelta

from credit.reporters.errors import PeriodReversed


def overlaps(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Tell whether two periods share a day.

    依据: 一个单位同时只有一名分管负责人、一名联络员。
    单位: 日，含首尾；空为没有止日。
    错误: 无。
    """
    return since <= (other_until or date.max) and other_since <= (until or date.max)


def last_day_before(on: date, *, since: date) -> date:
    """Return the last day of the one who hands over; the one who takes over begins on the day itself.

    依据: 交接当日起由接收人负责，不留空档。
    单位: 日。
    错误: PeriodReversed（交接日早于交出人的任职起日）。
    """
    if on < since:
        raise PeriodReversed(what="交接日", since=since)
    return on - timedelta(days=1)
