"""Real processes: workers and schedulers that are killed, and servers that forget or go away."""

import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import text

from supervision.kernel.db import reading, transaction
from supervision.kernel.module import Platform
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.queries import job_by_id
from supervision.kernel.queues.states import JobState
from supervision.kernel.queues.waking import service as waking
from tests.factories.processes import LONG, Process, kill_whole, start_counting, wait_until
from tests.factories.work import written

Start = Callable[[str], Process]


def ask(*, steps: int, pause: float = 0.0, stays_at: int | None = None, kind: str = "tests.count") -> int:
    with transaction() as session:
        arguments = {"steps": steps, "pause": pause, "stays_at": stays_at}
        return enqueue(session, kind, arguments=arguments, now=datetime.now(UTC), requested_by="沈某某")


def look(job_id: int) -> Job:
    with reading() as session:
        return job_by_id(session, job_id)


def has_succeeded(job_id: int) -> Callable[[], bool]:
    return lambda: look(job_id).state == JobState.SUCCEEDED


def traces(job_id: int) -> list[Any]:
    statement = text("SELECT step, attempt, pid FROM kernel.counted WHERE job = :job ORDER BY step")
    with reading() as session:
        return list(session.execute(statement, {"job": job_id}))


@pytest.fixture
def woken(counting: Platform, valkey_url: str) -> Iterator[str]:
    waking.bind(valkey_url)
    yield valkey_url
    waking.unbind()


@pytest.fixture
def start(woken: str, database: str) -> Iterator[Start]:
    """Start workers and schedulers of the counting platform; whatever is left of them is ended afterwards."""
    running: list[Process] = []

    def begin(what: str) -> Process:
        running.append(start_counting(what, database_url=database, redis_url=woken))
        return running[-1]

    yield begin
    for process in running:
        kill_whole(process)


def test_a_worker_wakes_at_the_commit_with_no_scheduler_that_would_find_the_job_later(start: Start) -> None:
    start("worker")
    for _ in range(2):
        wait_until(has_succeeded(ask(steps=1)))


def test_a_job_whose_worker_is_killed_resumes_once_and_completes(start: Start) -> None:
    start("scheduler")
    worker = start("worker")
    job_id = ask(steps=10, stays_at=3)
    wait_until(lambda: written(job_id) == 3)
    kill_whole(worker)
    start("worker")
    wait_until(has_succeeded(job_id))
    steps = traces(job_id)
    assert [row.step for row in steps] == list(range(10))
    assert {row.attempt for row in steps} == {1, 2}
    assert look(job_id).attempts == 2


def test_a_child_that_outlives_its_killed_worker_is_not_run_beside(start: Start) -> None:
    start("scheduler")
    worker = start("worker")
    job_id = ask(steps=140, pause=0.05)
    wait_until(lambda: written(job_id) >= 3)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    start("worker")
    wait_until(has_succeeded(job_id))
    assert len({row.pid for row in traces(job_id)}) == 1
    assert look(job_id).attempts == 1


def test_a_queue_store_that_forgets_everything_loses_no_work(start: Start, woken: str) -> None:
    job_ids = [ask(steps=2) for _ in range(3)]
    with Redis.from_url(woken) as store:
        store.flushall()
    start("worker")
    start("scheduler")
    for job_id in job_ids:
        wait_until(has_succeeded(job_id))


def test_work_asked_for_without_a_queue_store_is_done_later(start: Start) -> None:
    waking.bind("redis://127.0.0.1:1")
    job_id = ask(steps=1)
    start("worker")
    start("scheduler")
    wait_until(has_succeeded(job_id))


def test_a_job_that_loses_its_lock_ends_at_once_and_resumes(start: Start) -> None:
    start("scheduler")
    start("worker")
    job_id = ask(steps=10, stays_at=3)
    wait_until(lambda: written(job_id) == 3)
    with transaction() as session:
        kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'supervision job'"
        assert session.execute(text(kill)).scalars().all() == [True]
    wait_until(has_succeeded(job_id))
    steps = traces(job_id)
    assert [row.step for row in steps] == list(range(10))
    assert {row.attempt for row in steps} == {1, 2}


def test_a_worker_that_is_asked_to_stop_leaves_its_job_to_the_next_one(start: Start) -> None:
    worker = start("worker")
    job_id = ask(steps=10, stays_at=3)
    wait_until(lambda: written(job_id) == 3)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=LONG) == 0
    assert look(job_id).state == JobState.RUNNING


def is_up(what: str, store: str) -> bool:
    if what == "worker":
        with Redis.from_url(store) as connection:
            return bool(connection.exists("rq:workers"))
    with reading() as session:
        look_for = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'supervision deliverer'"
        return session.execute(text(look_for)).scalar_one() > 0


@pytest.mark.parametrize("what", ["worker", "scheduler"])
def test_an_idle_process_ends_when_asked(start: Start, woken: str, what: str) -> None:
    process = start(what)
    wait_until(lambda: is_up(what, woken))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=LONG) == 0
