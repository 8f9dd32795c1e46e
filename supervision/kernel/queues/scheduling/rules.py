"""When a timetable entry is due."""

from datetime import datetime

from croniter import croniter

from supervision.kernel.clock import SHANGHAI


def latest_tick(cron: str, *, now: datetime) -> datetime:
    """Return the last instant, up to and including now, at which an entry of the timetable was due.

    依据: 内部运行约定，时刻表按北京时间书写。
    单位: 带时区的时刻；cron 为五段式，精确到分。
    错误: CroniterBadCronError（表达式不合法）。
    """
    local = now.astimezone(SHANGHAI).replace(second=0, microsecond=0)
    if croniter.match(cron, local):
        return local
    tick: datetime = croniter(cron, local).get_prev(datetime)
    return tick
