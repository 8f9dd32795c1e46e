"""How fast names are found by two, three and four characters that stand in the names themselves."""

import random
import time
from collections.abc import Iterator, Sequence

from sqlalchemy import text

from benchmarks import world
from benchmarks.harness import Benchmark, Figure, Ground
from supervision.archive.search.queries import Question, search
from supervision.archive.search.rules import read
from supervision.archive.search.schemas import AnswerSchema
from supervision.archive.search.states import By
from supervision.archive.subjects.rules import as_of
from supervision.kernel.clock import now
from supervision.kernel.db import reading

WORDS = 1_000
NAMES = 20_000
WARMING = 50
SEED = 20261121
SIZES = (2, 3, 4)
ANSWERS = AnswerSchema()


def run(ground: Ground) -> Iterator[Figure]:
    """Measure the large and then the small installation."""
    for size, suffix in ((world.LARGE, ""), (world.SMALL, ".small")):
        settings = world.installation(ground, size)
        files = world.source(ground, size)
        with world.running(settings):
            world.ensure_loaded(settings, files)
            yield from _figures(suffix)


def _figures(suffix: str) -> Iterator[Figure]:
    names = _names()
    for size in SIZES:
        words = _words(names, size)
        for word in words[:WARMING]:
            _milliseconds(word)
        times = sorted(_milliseconds(word) for word in words)
        told = f"median {times[len(times) // 2]:.1f} ms, longest {times[-1]:.1f} ms"
        yield Figure(f"search{size}.p99_ms{suffix}", times[int(len(times) * 0.99) - 1], "ms", told, len(times))


def _names() -> Sequence[str]:
    """Return names from everywhere in the table, the same ones for the same table."""
    with reading() as session:
        first, last = session.execute(text("SELECT min(id), max(id) FROM archive.name")).one()
        chance = random.Random(SEED)  # noqa: S311 - a choice that can be repeated
        ids = [chance.randint(first, last) for _ in range(NAMES)]
        found = session.execute(text("SELECT normal FROM archive.name WHERE id = ANY (:ids) ORDER BY id"), {"ids": ids})
        return list(found.scalars())


def _words(names: Sequence[str], size: int) -> list[str]:
    """Return pieces of random names: what stands in many names is drawn as often as it stands there."""
    chance = random.Random(SEED + size)  # noqa: S311 - a choice that can be repeated
    long_enough = [name for name in names if len(name) >= size]
    pieces = []
    for _ in range(WORDS):
        name = chance.choice(long_enough)
        start = chance.randint(0, len(name) - size)
        pieces.append(name[start : start + size])
    return pieces


def _milliseconds(word: str) -> float:
    """Ask as the API does: a connection of the pool, the first page with its facts, and the answer as it is sent."""
    begin = time.perf_counter()
    moment = now()
    with reading() as session:
        question = Question(read(word), as_of(valid_on=None, known_on=None, now=moment), by=By.NAME)
        ANSWERS.dump(search(session, question=question))
    return (time.perf_counter() - begin) * 1000


BENCHMARKS = (Benchmark("search", run, order=30),)
