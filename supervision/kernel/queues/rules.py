"""What is said about the course of a job."""

from datetime import datetime, timedelta

ENOUGH_TO_JUDGE = timedelta(seconds=5)


def remaining(*, done: int, total: int | None, started_at: datetime | None, now: datetime) -> timedelta | None:
    """Return how long a job will still take at the pace that it had, or nothing while that is a guess.

    依据: 界面约定：两秒以上的任务说明还要多久。
    单位: 时长；不足五秒、没有总数或尚未开始时不作估计。
    错误: 无。
    """
    if started_at is None or not total or done <= 0 or done >= total:
        return None
    passed = now - started_at
    return passed * ((total - done) / done) if passed >= ENOUGH_TO_JUDGE else None


def in_words(length: timedelta) -> str:
    """Say a length of time as one would: seconds below a minute, minutes below two hours, then hours.

    依据: 界面约定：期限和时长用词不用数字表。
    单位: 秒、分钟、小时，向上取整。
    错误: 无。
    """
    seconds = max(1, -(-length // timedelta(seconds=1)))
    if seconds < 60:  # noqa: PLR2004  # a minute
        return f"{seconds} 秒"
    minutes = -(-seconds // 60)
    return f"{minutes} 分钟" if minutes < 120 else f"{-(-minutes // 60)} 小时"  # noqa: PLR2004  # two hours
