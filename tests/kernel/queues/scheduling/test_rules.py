from datetime import datetime

import pytest

from supervision.kernel.queues.scheduling.rules import latest_tick


@pytest.mark.parametrize(
    ("cron", "now", "tick"),
    [
        ("30 2 * * *", "2026-11-20T02:29:59+08:00", "2026-11-19T02:30:00+08:00"),
        ("30 2 * * *", "2026-11-20T02:30:00+08:00", "2026-11-20T02:30:00+08:00"),
        ("30 2 * * *", "2026-11-20T02:30:59+08:00", "2026-11-20T02:30:00+08:00"),
        ("30 2 * * *", "2026-11-19T18:31:00+00:00", "2026-11-20T02:30:00+08:00"),
        ("0 0 1 * *", "2026-10-31T16:00:01+00:00", "2026-11-01T00:00:00+08:00"),
        ("*/5 * * * *", "2026-11-20T04:04:59+00:00", "2026-11-20T12:00:00+08:00"),
    ],
)
def test_the_timetable_is_read_in_beijing_time(cron: str, now: str, tick: str) -> None:
    assert latest_tick(cron, now=datetime.fromisoformat(now)) == datetime.fromisoformat(tick)
