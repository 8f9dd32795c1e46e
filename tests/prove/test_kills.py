"""Whatever is killed while files are loaded, every row is stored once and told once."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import psutil
import pytest
import requests
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from supervision.accounts.clients.service import issue_key
from supervision.kernel import db
from supervision.kernel.clock import legal_date, now
from supervision.kernel.identifiers.organisation import organisation_check
from supervision.kernel.identifiers.uscc import uscc_check
from supervision.kernel.servers import addresses
from supervision.kernel.settings import Settings

T = TypeVar("T")
KILLS = 50
ROWS = 30_000
FILES_AT_ONCE = 2
TARGETS = {"PostgreSQL": "postgres", "Valkey": "valkey-server", "worker": "supervision worker", "web": "supervision web"}
PATIENCE = 900

SUMS = """
    SELECT coalesce(sum(rows_read), 0), coalesce(sum(accepted), 0), coalesce(sum(held + rejected), 0),
           count(*) FILTER (WHERE state <> 'finished')
    FROM intake.batch WHERE filename LIKE 'kill-%'
"""
STORED = {
    "identifiers": "SELECT count(*) FROM archive.identifier i JOIN intake.batch b ON b.id = i.batch_id WHERE filename LIKE 'kill-%'",
    "distinct identifiers": "SELECT count(DISTINCT value) FROM archive.identifier i JOIN intake.batch b ON b.id = i.batch_id "
    "WHERE filename LIKE 'kill-%'",
    "registrations": "SELECT count(*) FROM archive.registration r JOIN intake.batch b ON b.id = r.batch_id "
    "WHERE filename LIKE 'kill-%'",
    "events": "SELECT count(*) FROM archive.event e JOIN intake.batch b ON b.id = e.batch_id WHERE filename LIKE 'kill-%'",
    "names": "SELECT count(*) FROM archive.name n JOIN intake.batch b ON b.id = n.batch_id WHERE filename LIKE 'kill-%'",
    "raw rows": "SELECT coalesce(sum(rows), 0) FROM intake.chunk c JOIN intake.batch b ON b.id = c.batch_id "
    "WHERE filename LIKE 'kill-%'",
}
UNTOLD = "SELECT count(*) FROM kernel.outbox_delivery WHERE delivered_at IS NULL"
TOLD_TWICE = """
    SELECT count(*) FROM (SELECT payload->>'batch_id', payload->>'chunk_no' FROM kernel.outbox_event
    WHERE name = 'intake.rows_accepted' GROUP BY 1, 2 HAVING count(*) > 1) AS twice
"""


def code(number: int) -> str:
    """Return a valid code of an invented enterprise."""
    body = f"M{number:07d}"
    stem = f"91990100{body}{organisation_check(body)}"
    return stem + uscc_check(stem)


def write_file(path: Path, *, first: int) -> None:
    lines = ["企业名称,统一社会信用代码,注册日期,法人代表,注册资金,经营范围,注册地址"]
    lines += [
        f"云汀市第{number}号试验有限公司,{code(number)},2015-03-{1 + number % 28:02d},甲某,100万人民币,试验,试验路{number}号"
        for number in range(first, first + ROWS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def platform(var: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "SUPERVISION_VAR": str(var), "SUPERVISION_PORT": str(port)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    var.mkdir(parents=True)
    with (var / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("supervision")), "up"],
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=120)


def patiently(act: Callable[[], T]) -> T:
    """Do again what a killed server interrupted."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except (requests.RequestException, DBAPIError):
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def scalar(statement: str) -> int:
    def ask() -> int:
        with db.reading() as session:
            return int(session.execute(text(statement)).scalar_one())

    return patiently(ask)


def victims(root: int) -> dict[str, list[psutil.Process]]:
    """Return what may be killed now, by name."""
    found: dict[str, list[psutil.Process]] = {name: [] for name in TARGETS}
    for process in psutil.Process(root).children(recursive=True):
        try:
            words = " ".join(process.cmdline())
        except psutil.Error:
            continue
        for name, mark in TARGETS.items():
            if mark in words and "unshare" not in words:
                found[name].append(process)
    return {name: processes for name, processes in found.items() if processes}


def upload(base: str, headers: dict[str, str], path: Path) -> None:
    def send() -> None:
        with path.open("rb") as stream:
            answer = requests.post(
                f"{base}/api/v1/intake/batches",
                headers=headers,
                files={"file": stream},
                data={"kind": "registration"},
                timeout=60,
            )
        if answer.status_code >= 500:
            raise requests.RequestException(answer.text)
        assert answer.status_code == 202, answer.text

    patiently(send)


def key() -> str:
    def issue() -> str:
        with db.transaction() as session:
            return issue_key(
                session,
                department_id=2,
                name="kills",
                permissions=["intake.read", "intake.upload"],
                addresses="",
                expires_on=legal_date(now()) + timedelta(days=2),
                request_key=uuid4(),
                actor="prove",
                now=now(),
            ).key

    return patiently(issue)


@pytest.mark.prove
def test_fifty_kills_during_loads_lose_and_double_no_row(tmp_path: Path, proof: Callable[..., None]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(var=tmp_path / "var", port=port)
    base = f"http://127.0.0.1:{port}"
    with platform(settings.var, port) as up:
        patiently(lambda: requests.get(f"{base}/readyz", timeout=5).raise_for_status())
        db.bind(addresses.database_url(settings))
        headers = {"Authorization": f"Bearer {key()}"}
        killed, files = _kill_while_loading(up, base, headers, tmp_path)
        expected = files * ROWS
        _wait_for_the_end()
        with db.reading() as session:
            sums = tuple(session.execute(text(SUMS)).one())
        stored = {name: scalar(statement) for name, statement in STORED.items()}
        twice, untold = scalar(TOLD_TWICE), scalar(UNTOLD)
        db.unbind()
    proof(kills=sum(killed.values()), **killed, files=files, rows=expected, stored=stored["identifiers"], told_twice=twice)
    assert sums == (expected, expected, 0, 0)
    assert stored == dict.fromkeys(STORED, expected)
    assert (twice, untold) == (0, 0)


def _kill_while_loading(
    up: subprocess.Popen[bytes], base: str, headers: dict[str, str], folder: Path
) -> tuple[Counter[str], int]:
    """Kill at random moments, always with files under way; return how often what, and how many files were sent."""
    chance = random.Random(20261121)  # noqa: S311 - an order that can be repeated
    killed: Counter[str] = Counter()
    files = 0
    while sum(killed.values()) < KILLS:
        while scalar("SELECT count(*) FROM intake.batch WHERE filename LIKE 'kill-%' AND state <> 'finished'") < FILES_AT_ONCE:
            path = folder / f"kill-{files:03d}.csv"
            write_file(path, first=files * ROWS)
            upload(base, headers, path)
            files += 1
        time.sleep(chance.uniform(0.3, 2.5))
        there = victims(up.pid)
        if there:
            name = chance.choice(sorted(there))
            chance.choice(there[name]).send_signal(signal.SIGKILL)
            killed[name] += 1
    return killed, files


def _wait_for_the_end() -> None:
    end = time.monotonic() + PATIENCE
    while scalar("SELECT count(*) FROM intake.batch WHERE state NOT IN ('finished', 'failed')") or scalar(UNTOLD):
        assert time.monotonic() < end, "the loads did not end"
        time.sleep(0.5)
