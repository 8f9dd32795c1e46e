from datetime import UTC, datetime, timedelta

import pytest

from supervision.kernel.queues.rules import in_words, remaining

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "total", "seconds", "left"),
    [
        (28, 90, 280, 620),
        (1, 2, 5, 5),
        (1, 2, 4.9, None),
        (0, 90, 60, None),
        (90, 90, 60, None),
        (28, None, 60, None),
        (0, 0, 60, None),
    ],
)
def test_the_rest_takes_as_long_as_the_pace_so_far_says(
    done: int, total: int | None, seconds: float, left: float | None
) -> None:
    found = remaining(done=done, total=total, started_at=NOON, now=NOON + timedelta(seconds=seconds))
    assert (found.total_seconds() if found else None) == left


def test_a_job_that_has_not_started_has_no_pace() -> None:
    assert remaining(done=1, total=2, started_at=None, now=NOON) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 秒"),
        (0.2, "1 秒"),
        (59, "59 秒"),
        (59.5, "1 分钟"),
        (61, "2 分钟"),
        (7140, "119 分钟"),
        (7141, "2 小时"),
        (7201, "3 小时"),
    ],
)
def test_lengths_are_said_in_words(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
