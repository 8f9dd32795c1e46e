"""How fast whole archives leave the server, against a stored document of the same size and against Datasette's one row."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from benchmarks import datasette_peer, http_load, serving, world
from benchmarks.harness import Benchmark, Figure, Ground
from benchmarks.http_load import LoadResult
from supervision.accounts.clients.service import issue_key
from supervision.kernel.clock import legal_date, now
from supervision.kernel.db import reading, transaction
from supervision.kernel.servers import addresses
from supervision.kernel.settings import Settings

HOST, PORT, PEER_PORT = "127.0.0.1", 8199, 8198
FIRMS, SECONDS, ROUNDS = 4_000, 8.0, 3
SEED = 20261121
SAMPLE = """
    SELECT value FROM archive.identifier WHERE kind = 'uscc' AND known_to IS NULL AND batch_id IN
        (SELECT id FROM intake.batch WHERE kind = 'registration')
    ORDER BY md5(value || :seed) LIMIT :firms
"""


def run(ground: Ground) -> Iterator[Figure]:
    """Measure the large and then the small installation."""
    for size, suffix in ((world.LARGE, ""), (world.SMALL, ".small")):
        settings = world.installation(ground, size)
        files = world.source(ground, size)
        with world.running(settings):
            world.ensure_loaded(settings, files)
            yield from _figures(ground, settings, files, size=size, suffix=suffix)


def _figures(ground: Ground, settings: Settings, files: Sequence[Path], *, size: str, suffix: str) -> Iterator[Figure]:
    codes = _codes()
    headers = {"Authorization": f"Bearer {_key()}"}
    with served([sys.executable, "-m", "benchmarks.serving"], settings, PORT):
        documents = _store(settings, codes, headers)
        archive, stored, short = _in_turns(
            [f"/api/v1/archive/{code}" for code in codes],
            [f"{serving.ADDRESS}/{number}" for number in documents],
            [f"{serving.SHORT_ADDRESS}/{number}" for number in documents],
            headers=headers,
        )
    yield Figure(f"archive.p99_ms{suffix}", archive.quantile_ms(0.99), "ms", "", len(archive.latencies))
    yield Figure(f"archive.p50_ms{suffix}", archive.quantile_ms(0.5), "ms", "", len(archive.latencies))
    yield Figure(
        f"archive.per_s{suffix}", archive.rate, "archives/s", f"{archive.mean_body:.0f} bytes each", len(archive.latencies)
    )
    size_told = f"a stored document of {stored.mean_body:.0f} bytes by key"
    told = f"{size_told} from an ordinary view, {stored.rate:.0f}/s"
    yield Figure(f"archive.stored_ratio{suffix}", archive.rate / stored.rate, "", told, len(stored.latencies))
    told = f"{size_told} by the short way, its reading logged, {short.rate:.0f}/s"
    yield Figure(f"archive.stored_short_ratio{suffix}", archive.rate / short.rate, "", told, len(short.latencies))
    database = ground.settings.var / f"{size}.sqlite"
    datasette_peer.build(files, database)
    paths = [f"/{size}/registry/{number}.json" for number in datasette_peer.ids(database, codes)]
    peer_command = [str(Path(sys.executable).with_name("datasette")), "serve", "-i", str(database), "-p", str(PEER_PORT)]
    with served(peer_command, settings, PEER_PORT):
        row = measured(paths, PEER_PORT, {})
    told = f"Datasette, one row of {row.mean_body:.0f} bytes, {row.rate:.0f}/s"
    yield Figure(f"archive.datasette_ratio{suffix}", archive.rate / row.rate, "", told, len(row.latencies))


def _codes() -> list[str]:
    with reading() as session:
        found = session.execute(text(SAMPLE), {"seed": str(SEED), "firms": FIRMS}).scalars().all()
    codes = list(found)
    random.Random(SEED).shuffle(codes)  # noqa: S311 - an order that can be repeated
    return codes


def _key() -> str:
    """Issue a key that may read archives, as a department's system would hold it."""
    moment = now()
    with transaction() as session:
        issued = issue_key(
            session,
            department_id=2,
            name="benchmark",
            permissions=["archive.read"],
            addresses="",
            expires_on=legal_date(moment) + timedelta(days=1),
            request_key=uuid4(),
            actor="benchmark",
            now=moment,
        )
    return issued.key


def _store(settings: Settings, codes: Sequence[str], headers: dict[str, str]) -> range:
    """Keep the very answers that the server gives, one document a firm."""
    with addresses.postgres_server(settings).connect("supervision") as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS bench")
        connection.execute("GRANT USAGE ON SCHEMA bench TO supervision_app")
        connection.execute("DROP TABLE IF EXISTS bench.document")
        connection.execute("CREATE TABLE bench.document (id bigint PRIMARY KEY, body text NOT NULL)")
        connection.execute("GRANT SELECT ON bench.document TO supervision_app")
        client = HTTPConnection(HOST, PORT)
        with connection.cursor().copy("COPY bench.document FROM STDIN") as copy:
            for number, code in enumerate(codes):
                client.request("GET", f"/api/v1/archive/{code}", headers=headers)
                copy.write_row((number, client.getresponse().read().decode()))
        connection.execute("ANALYZE bench.document")
    return range(len(codes))


def _in_turns(*kinds: Sequence[str], headers: dict[str, str]) -> list[LoadResult]:
    """Measure kinds of answer in alternating rounds, so that whatever else the machine does falls on all of them."""
    rounds = [[measured(paths, PORT, headers) for paths in kinds] for _ in range(ROUNDS)]
    return [http_load.together(results) for results in zip(*rounds, strict=True)]


def measured(paths: Sequence[str], port: int, headers: dict[str, str]) -> LoadResult:
    http_load.run(paths, host=HOST, port=port, seconds=2.0, headers=headers)
    result = http_load.run(paths, host=HOST, port=port, seconds=SECONDS, headers=headers)
    if result.failures:
        raise RuntimeError(f"{result.failures} of {len(result.latencies)} answers were not 200")
    return result


@contextmanager
def served(command: Sequence[str], settings: Settings, port: int) -> Iterator[None]:
    """Run a web server until it is no longer needed."""
    environment = {**os.environ, "SUPERVISION_VAR": str(settings.var), "SUPERVISION_PORT": str(port)}
    log = settings.var / "log" / "serving.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        try:
            _wait(port, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int, log: Path) -> None:
    for _ in range(300):
        try:
            client = HTTPConnection(HOST, port, timeout=1)
            client.request("GET", "/healthz")
            client.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answers on port {port}: {log.read_text(encoding='utf-8')[-800:]}")


BENCHMARKS = (Benchmark("archive", run, order=30),)
