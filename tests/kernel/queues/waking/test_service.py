from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from rq import Queue

from supervision.kernel.db import transaction
from supervision.kernel.module import Platform
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.scheduling.service import wake_waiting
from supervision.kernel.queues.waking import service as waking

THEN = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
LATER = THEN + timedelta(minutes=1)


@pytest.fixture
def store(valkey_url: str) -> Iterator[Redis]:
    yield waking.bind(valkey_url)
    waking.unbind()


@pytest.fixture
def queue(counting: Platform, store: Redis) -> Queue:
    """Return a queue of three jobs, whose calls stand in the store since their transactions committed."""
    for steps in (1, 2, 3):
        with transaction() as session:
            enqueue(session, "tests.count", arguments={"steps": steps}, now=THEN, requested_by="沈某某")
    return Queue(counting.jobs["tests.count"].queue, connection=store)


def test_what_waits_in_its_queue_is_not_put_there_again(queue: Queue) -> None:
    before = queue.get_job_ids()
    assert len(before) == 3
    assert wake_waiting(older_than=timedelta(seconds=3), now=LATER) == 3
    assert queue.get_job_ids() == before


def test_a_call_that_the_store_has_lost_is_made_again(queue: Queue) -> None:
    lost = queue.get_job_ids()[1]
    queue.connection.lrem(queue.key, 1, lost)
    wake_waiting(older_than=timedelta(seconds=3), now=LATER)
    assert queue.get_job_ids().count(lost) == 1
    assert len(queue.get_job_ids()) == 3


def test_an_empty_store_is_filled_again(queue: Queue) -> None:
    queue.connection.flushdb()
    wake_waiting(older_than=timedelta(seconds=3), now=LATER)
    assert len(queue.get_job_ids()) == 3
