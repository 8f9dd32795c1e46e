"""Everything that a job depends on is killed while it runs; each step is done exactly once all the same."""

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from supervision.kernel import db
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import join, joined
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.queries import job_by_id
from supervision.kernel.queues.states import JobState
from supervision.kernel.queues.waking import service as waking
from supervision.kernel.servers import migrations, postgres
from supervision.kernel.servers.postgres import PostgresServer
from supervision.kernel.servers.valkey import ValkeyServer
from tests.factories.processes import Process, kill_whole, start_counting, wait_until
from tests.factories.work import COUNTING, written

STEPS = 160


class House:
    """Own servers, a worker and a scheduler, each of which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.postgres = PostgresServer(folder / "postgres", memory=512)
        self.valkey = ValkeyServer(folder / "valkey")
        self.programs: dict[str, Process] = {}

    @property
    def url(self) -> str:
        return self.postgres.url(postgres.APPLICATION)

    def open(self) -> None:
        self.postgres.start()
        self.valkey.start()
        migrations.upgrade(migrations.Target(self.postgres.url(postgres.OWNER), postgres.APPLICATION, postgres.AUDITOR), "0002")
        for what in ("worker", "scheduler"):
            self.programs[what] = start_counting(what, database_url=self.url, redis_url=self.valkey.url)

    def kill(self, what: str) -> None:
        """Kill one part with no warning and start it again."""
        if what in self.programs:
            kill_whole(self.programs[what])
            self.programs[what] = start_counting(what, database_url=self.url, redis_url=self.valkey.url)
            return
        server = self.postgres if what == "postgres" else self.valkey
        os.kill(server.pid() or 0, signal.SIGKILL)
        server.start()

    def close(self) -> None:
        for process in self.programs.values():
            kill_whole(process)
        self.valkey.stop()
        self.postgres.stop()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made, before = House(tmp_path), joined()
    made.open()
    db.bind(made.url)
    waking.bind(made.valkey.url)
    join(COUNTING)
    with made.postgres.connect(postgres.DATABASE) as owner:
        owner.execute("CREATE TABLE kernel.counted (job bigint, step int, attempt int, pid int, UNIQUE (job, step))")
        owner.execute(f"GRANT ALL ON kernel.counted TO {postgres.APPLICATION}")
    yield made
    join(before)
    waking.unbind()
    db.unbind()
    made.close()


def steadily(look: Callable[[], int]) -> int:
    """Look again while the database is coming back."""
    found: list[int] = []

    def seen() -> bool:
        with suppress(DBAPIError):
            found.append(look())
        return bool(found)

    wait_until(seen)
    return found[0]


def test_a_job_survives_the_death_of_all_that_it_needs(house: House) -> None:
    with transaction() as session:
        arguments = {"steps": STEPS, "pause": 0.05}
        job_id = enqueue(session, "tests.count", arguments=arguments, now=datetime.now(UTC), requested_by="沈某某")
    wait_until(lambda: written(job_id) > 0)
    victims = ["postgres", "valkey", "worker", "scheduler"]
    random.Random(7).shuffle(victims)  # noqa: S311 - an order, not a secret
    for victim in victims:
        done = steadily(lambda: written(job_id))
        wait_until(lambda: steadily(lambda: written(job_id)) >= min(done + 5, STEPS))  # noqa: B023 - called at once
        house.kill(victim)
    wait_until(lambda: steadily(lambda: int(_state(job_id) == JobState.SUCCEEDED)) == 1)
    with reading() as session:
        steps = session.execute(text("SELECT step FROM kernel.counted WHERE job = :job ORDER BY step"), {"job": job_id})
        assert list(steps.scalars()) == list(range(STEPS))


def _state(job_id: int) -> str:
    with reading() as session:
        return job_by_id(session, job_id).state
