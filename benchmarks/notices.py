"""From a registration at the door to the notice in the right inbox, while a hundred registrations a second arrive.

The installation runs as in production: web, worker and scheduler are processes of their own beside embedded PostgreSQL and
Valkey, started by `supervision up`, with the invented city and its offices.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from threading import Event, Thread
from typing import ClassVar
from uuid import uuid4

import psycopg
from sqlalchemy import text

from benchmarks import open_load
from benchmarks.harness import Benchmark, Figure, Ground
from benchmarks.open_load import Sent
from supervision.accounts.clients.service import issue_key
from supervision.kernel import db
from supervision.kernel.clock import legal_date, now
from supervision.kernel.db import reading, transaction
from supervision.kernel.identifiers.organisation import organisation_check
from supervision.kernel.identifiers.uscc import uscc_check
from supervision.kernel.module import Module, Platform, Subscriber, join, joined
from supervision.kernel.outbox import Event as OutboxEvent
from supervision.kernel.outbox import publish
from supervision.kernel.outbox import service as outbox
from supervision.kernel.servers import addresses
from supervision.kernel.servers.supervise import answers, own_command
from supervision.kernel.settings import Settings
from wsgi import PLATFORM

HOST, PORT = "127.0.0.1", 8197
PER_SECOND, SECONDS = 100, 60
PLAIN_SECONDS = 20
LOOK_EVERY = 0.05
PATIENCE = 60.0
START_PATIENCE = 300.0
DISTRICTS = ("990102", "990103", "990104")
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
POOL = ""
# What a firm may say it does, and whose inbox that belongs into; `{}` is the district's.
TRADES = (
    ("餐饮服务", ("market-{}",)),
    ("药品零售", ("market-{}",)),
    ("食品生产", ("market",)),
    ("道路普通货物运输；装卸搬运", ("transport",)),
    ("劳务派遣服务", ("labour",)),
    ("餐饮服务；劳务派遣服务", ("market-{}", "labour")),
    ("平面设计；企业形象策划", (POOL,)),
    ("软件开发；技术咨询", (POOL,)),
)


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration as it is sent, and the departments whose inboxes it must reach."""

    source_no: str
    body: bytes
    offices: frozenset[str]


def registrations(count: int, *, seed: int) -> list[Registration]:
    """Return new firms in turn over trades and districts; another seed gives other firms."""
    dice = Random(seed)  # noqa: S311 - an order that can be repeated
    bodies = dice.sample(range(len(LETTERS) ** 7), count)
    return [_registration(seed, place, body) for place, body in enumerate(bodies)]


def _registration(seed: int, place: int, body: int) -> Registration:
    (scope, offices), district = TRADES[place % len(TRADES)], DISTRICTS[place % len(DISTRICTS)]
    number = f"BENCH{seed}-{place:06d}"
    entry = {
        "source_no": number,
        "kind": "establishment",
        "occurred_on": legal_date(now()).isoformat(),
        "code": _code(district, _body(body)),
        "name": f"云汀市试验{seed}第{place}号有限公司",
        "type_name": "有限责任公司",
        "scope": scope,
        "address": f"试验路 {place} 号",
        "division": district,
    }
    sent = json.dumps({"entries": [entry]}, ensure_ascii=False).encode()
    return Registration(number, sent, frozenset(office.format(district) for office in offices))


def _body(number: int) -> str:
    """Write a number as the eight signs of an organisation code, so that firms of all runs together hardly ever share one."""
    signs = []
    for _ in range(7):
        number, sign = divmod(number, len(LETTERS))
        signs.append(LETTERS[sign])
    return "B" + "".join(signs)


def _code(district: str, body: str) -> str:
    stem = f"91{district}{body}{organisation_check(body)}"
    return stem + uscc_check(stem)


@contextmanager
def platform(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a whole installation running, with this process bound to its database; the first time its city is founded."""
    log = settings.var / "log" / "up.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SUPERVISION_VAR": str(settings.var), "SUPERVISION_PORT": str(settings.port)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    with log.open("wb") as out:
        process = subprocess.Popen(own_command("up"), stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment)
        try:
            _await(settings, process)
            join(PLATFORM)
            db.bind(addresses.database_url(settings))
            yield process
        finally:
            db.unbind()
            process.terminate()
            process.wait(timeout=120)


def _await(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_PATIENCE
    while not answers(settings):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the platform did not start, see {settings.var / 'log'}")
        time.sleep(0.3)


def key() -> str:
    """Issue a key for the registrar's system."""
    moment = now()
    with transaction() as session:
        market = session.execute(text("SELECT id FROM accounts.department WHERE code = 'market'")).scalar_one()
        issued = issue_key(
            session,
            department_id=market,
            name="登记系统",
            permissions=["registration.record"],
            addresses="",
            expires_on=legal_date(moment) + timedelta(days=1),
            request_key=uuid4(),
            actor="benchmark",
            now=moment,
        )
    return issued.key


def head(api_key: str, settings: Settings, length: int) -> bytes:
    """Return the head of a request that brings one registration."""
    lines = (
        "POST /api/v1/registrations HTTP/1.1",
        f"Host: {HOST}:{settings.port}",
        f"Authorization: Bearer {api_key}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


# What an inbox lists: what was pushed to the department and waits to be received; and the pool, which is everybody's.
_SEEN = """
    SELECT n.id, e.source_no, coalesce(d.code, '') FROM notices.notice n
    JOIN registration.entry e ON e.id = n.entry_id LEFT JOIN accounts.department d ON d.id = n.department_id
    WHERE n.id > %s AND n.state IN ('pushed', 'pooled') ORDER BY n.id
"""


@dataclass
class Watcher:
    """Looks into every inbox twenty times a second, and notes when which registration was first seen in which."""

    settings: Settings
    seen: dict[tuple[str, str], float] = field(default_factory=dict)
    doubled: int = 0
    _stop: Event = field(default_factory=Event)
    _last: int = 0

    @contextmanager
    def looking(self) -> Iterator["Watcher"]:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            self._last = connection.execute("SELECT coalesce(max(id), 0) FROM notices.notice").fetchone()[0]  # type: ignore[index]  # an aggregate has one row
        thread = Thread(target=self._look, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join(timeout=10)

    def _address(self) -> str:
        return db.engine().url.set(drivername="postgresql").render_as_string(hide_password=False)

    def _look(self) -> None:
        while not self._stop.is_set():
            try:
                with psycopg.connect(self._address(), autocommit=True) as connection:
                    while not self._stop.wait(LOOK_EVERY):
                        self._note(connection)
            except psycopg.Error:
                self._stop.wait(0.2)

    def _note(self, connection: "psycopg.Connection[tuple[int, str, str]]") -> None:
        rows = connection.execute(_SEEN, (self._last,)).fetchall()
        moment = time.perf_counter()
        for number, source_no, office in rows:
            self.doubled += (source_no, office) in self.seen
            self.seen.setdefault((source_no, office), moment)
            self._last = number

    def missing(self, expected: Sequence[Registration]) -> list[str]:
        """Return the registrations that are not in every inbox in which they must be."""
        return [one.source_no for one in expected if any((one.source_no, office) not in self.seen for office in one.offices)]

    def wait(self, expected: Sequence[Registration], *, seconds: float) -> bool:
        """Wait until everything is seen."""
        end = time.monotonic() + seconds
        while self.missing(expected):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def visible(self, one: Registration) -> float:
        """Return when a registration was in the last of its inboxes."""
        return max(self.seen[(one.source_no, office)] for office in one.offices)


def run(ground: Ground) -> Iterator[Figure]:
    """Measure one minute."""
    settings = installation(ground.settings)
    with platform(settings):
        expected = registrations(PER_SECOND * SECONDS, seed=int(time.time()))
        with Watcher(settings).looking() as watcher:
            api_key = key()
            warm_up(settings, api_key)
            sent = open_load.send(
                [one.body for one in expected],
                host=HOST,
                port=settings.port,
                per_second=PER_SECOND,
                head=lambda length: head(api_key, settings, length),
            )
            watcher.wait(expected, seconds=PATIENCE)
        check(sent, watcher, expected)
        yield from _figures(sent, watcher, expected)
        yield from _plain()


def installation(settings: Settings) -> Settings:
    """Return the settings of the installation that registrations are sent to."""
    return replace(settings, var=settings.var / "notices", host=HOST, port=PORT)


def warm_up(settings: Settings, api_key: str) -> None:
    """Let every process load what it keeps, the catalogue and its vocabulary, and the background end what the founding left."""
    first = registrations(50, seed=int(time.time()) - 1_000_000)
    bodies = [one.body for one in first]
    open_load.send(bodies, host=HOST, port=settings.port, per_second=25, head=lambda length: head(api_key, settings, length))
    settle()
    time.sleep(2)


def settle() -> None:
    """Wait until no job is left, such as the sheets of a city that was just founded."""
    end = time.monotonic() + START_PATIENCE
    while time.monotonic() < end:
        with reading() as session:
            if not session.execute(text("SELECT count(*) FROM kernel.job WHERE state IN ('queued', 'running')")).scalar_one():
                return
        time.sleep(1)


class Wrong(RuntimeError):
    """Something was lost, doubled or refused, so that no figure would mean anything."""


def check(sent: Sent, watcher: Watcher, expected: Sequence[Registration]) -> None:
    """Refuse to give figures unless everything arrived, once, where it belongs."""
    missing = watcher.missing(expected)
    if sent.failures or missing or watcher.doubled:
        raise Wrong(f"{len(sent.failures)} refused, {len(missing)} missing ({missing[:3]}), {watcher.doubled} doubled")


def quantile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _figures(sent: Sent, watcher: Watcher, expected: Sequence[Registration]) -> Iterator[Figure]:
    took = [watcher.visible(one) - sent.due[place] for place, one in enumerate(expected)]
    answered = sent.latencies()
    rate = len(expected) / (max(sent.answered.values()) - sent.due[0])
    told = f"{rate:.0f} registrations/s by HTTP, each counted from when it was due"
    yield Figure("notice.p99_s", quantile(took, 0.99), "s", told, len(took))
    yield Figure("notice.p50_s", quantile(took, 0.5), "s", told, len(took))
    yield Figure("notice.max_s", max(took), "s", told, len(took))
    yield Figure("notice.answer_p99_s", quantile(answered, 0.99), "s", "the answer of the API alone", len(answered))
    yield Figure("notice.answer_p50_s", quantile(answered, 0.5), "s", "the answer of the API alone", len(answered))


@dataclass(frozen=True)
class Ping(OutboxEvent):
    """Nothing but a delivery."""

    name: ClassVar[str] = "benchmarks.ping"
    sent_at: float


def _plain() -> Iterator[Figure]:
    """Measure the least that any news costs: published, delivered to a subscriber that does nothing."""
    took: list[float] = []
    subscriber = Subscriber("benchmarks.ping", Ping, lambda _s, event, _now: took.append(time.perf_counter() - event.sent_at))
    before, alone = joined(), Platform((Module("benchmarks", "对照", subscribers=(subscriber,)),))
    join(alone)
    stop = Event()
    thread = Thread(target=_deliver, args=(alone, stop), daemon=True)
    thread.start()
    count = PER_SECOND * PLAIN_SECONDS
    start = time.perf_counter()
    for place in range(count):
        time.sleep(max(0.0, start + place / PER_SECOND - time.perf_counter()))
        with transaction() as session:
            publish(session, Ping(time.perf_counter()), now=now())
    end = time.monotonic() + PATIENCE
    while len(took) < count and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    thread.join(timeout=10)
    join(before)
    yield Figure("notice.plain_p99_s", quantile(took, 0.99), "s", "a bare outbox delivery at the same rate", len(took))
    yield Figure("notice.plain_p50_s", quantile(took, 0.5), "s", "a bare outbox delivery at the same rate", len(took))


def _deliver(platform_: Platform, stop: Event) -> None:
    url = db.engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {outbox.CHANNEL}")
        while not stop.is_set():
            if not outbox.deliver(platform_, now=now(), limit=outbox.MOST_TOGETHER):
                for _ in connection.notifies(timeout=0.5, stop_after=1):
                    pass


def stored() -> dict[str, int]:
    """Return what the database holds of the benchmark's registrations."""
    statement = text("""
        SELECT (SELECT count(*) FROM registration.entry WHERE source_no LIKE 'BENCH%'),
               (SELECT count(*) FROM notices.notice n JOIN registration.entry e ON e.id = n.entry_id
                WHERE e.source_no LIKE 'BENCH%')""")
    with reading() as session:
        entries, notices = session.execute(statement).one()
    return {"entries": entries, "notices": notices}


BENCHMARKS = (Benchmark("notices", run, order=60),)
