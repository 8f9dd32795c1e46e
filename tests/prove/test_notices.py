"""Whatever dies while a hundred registrations a second arrive: no notice is lost, none is doubled, all are there soon after."""

import random
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import psutil
import pytest
from sqlalchemy import text

from benchmarks import notices, open_load
from benchmarks.notices import HOST, PER_SECOND, Registration, Watcher, head, key, platform, registrations, warm_up
from benchmarks.open_load import Sent
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.settings import Settings
from supervision.notices.pushing.sweeping import service as sweeping

SECONDS = 40
SOON = 10.0
FIRST_KILL, PAUSE = 4.0, 6.0
TARGETS = {"worker": "supervision worker", "scheduler": "supervision scheduler", "Valkey": "valkey-server"}
# One firm's cause may have one notice; the keys say so, and so must the rows that anybody can count.
DOUBLED = """
    SELECT count(*) FROM (SELECT entry_id, item_code, function, department_id, pool_reason FROM notices.notice
    WHERE state <> 'withdrawn' GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1) AS twice
"""
WAITING = "SELECT count(*) FROM registration.entry WHERE state = 'received'"
PARKED = "SELECT count(*) FROM kernel.outbox_delivery WHERE parked_at IS NOT NULL"

pytestmark = pytest.mark.prove


class Killer:
    """Kills in turn who delivers, who works and who keeps the queue, as long as registrations arrive."""

    def __init__(self, root: int) -> None:
        self.kills: dict[str, int] = dict.fromkeys(TARGETS, 0)
        self.last = 0.0
        self._root = psutil.Process(root)
        self._dice = random.Random(3)  # noqa: S311 - an order that can be repeated

    def run(self, *, until: float) -> None:
        time.sleep(FIRST_KILL)
        names = list(TARGETS)
        while time.perf_counter() < until - PAUSE:
            self._dice.shuffle(names)
            for name in names:
                self._kill(name)
                time.sleep(PAUSE)

    def _kill(self, name: str) -> None:
        for process in self._root.children(recursive=True):
            try:
                words = " ".join(process.cmdline())
                if TARGETS[name] in words and "unshare" not in words:
                    process.kill()
                    self.kills[name] += 1
                    self.last = time.perf_counter()
                    return
            except psutil.Error:
                continue


def send(settings: Settings, expected: list[Registration], api_key: str) -> Sent:
    return open_load.send(
        [one.body for one in expected],
        host=HOST,
        port=settings.port,
        per_second=PER_SECOND,
        head=lambda length: head(api_key, settings, length),
    )


def send_all(settings: Settings, expected: list[Registration], api_key: str) -> tuple[float, int]:
    """Send every registration, and what was refused again, as the registrar's system would; return when the last was taken."""
    sent = send(settings, expected, api_key)
    again, refused = [expected[place] for place in sent.failures], len(sent.failures)
    while again:
        time.sleep(0.5)
        sent = send(settings, again, api_key)
        again = [again[place] for place in sent.failures]
    return max(sent.answered.values()), refused


def count(statement: str) -> int:
    with reading() as session:
        return int(session.execute(text(statement)).scalar_one())


def swept() -> tuple[int, int]:
    """Look back over everything with the nightly sweep: what was missing, and how many findings there are at all."""
    with transaction() as session:
        report = sweeping.begin(session, asked_by="prove", now=now())
        last: int | None = 0
        while last is not None:
            last = sweeping.look_back(session, report, after=last, now=now())
        findings = session.execute(text("SELECT count(*) FROM notices.sweep_finding")).scalar_one()
        return report.missing, int(findings)


def test_no_notice_is_lost_or_doubled_whatever_is_killed(tmp_path: Path, proof) -> None:
    settings = replace(Settings(var=tmp_path / "var"), host=HOST, port=notices.PORT + 1)
    with platform(settings) as process, Watcher(settings).looking() as watcher:
        api_key = key()
        warm_up(settings, api_key)
        expected = registrations(PER_SECOND * SECONDS, seed=int(time.time()))
        killer = Killer(process.pid)
        kills = Thread(target=killer.run, kwargs={"until": time.perf_counter() + SECONDS}, daemon=True)
        kills.start()
        answered, refused = send_all(settings, expected, api_key)
        kills.join()
        over = max(answered, killer.last)
        watcher.wait(expected, seconds=6 * SOON)
        missing = watcher.missing(expected)
        late = max((watcher.visible(one) for one in expected if one.source_no not in missing), default=0.0) - over
        left = count(WAITING) + count(PARKED)
        missed, findings = swept()
        proof(
            registrations=len(expected),
            kills=sum(killer.kills.values()),
            killed=", ".join(f"{name} {times}" for name, times in killer.kills.items()),
            sent_again=refused,
            lost=len(missing),
            doubled=watcher.doubled + count(DOUBLED),
            visible_after_s=round(max(late, 0.0), 2),
            left_waiting=left,
            found_by_the_sweep=missed,
        )
    assert min(killer.kills.values()) > 0
    assert (missing, watcher.doubled) == ([], 0)
    assert (left, missed, findings) == (0, 0, 0)
    assert late <= SOON
