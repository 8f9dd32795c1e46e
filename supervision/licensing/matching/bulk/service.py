"""Matching whole registries: each distinct scope is read once, by as many processes as there are cores."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.bulk.compiling.loading.service import begin
from supervision.licensing.matching.bulk.schemas import Counted
from supervision.licensing.matching.bulk.working.service import match_file


def match_files(
    files: Sequence[Path], *, column: str, catalogue: Catalogue, into: Path, processes: int = 2, compiled: Path | None = None
) -> Iterator[Counted]:
    """Match a column of Parquet files and write, for each file, the items of each distinct scope with the place of its word.

    `compiled` is the folder of a build of the engine, which only these processes load; without one they read as everybody else.
    """
    work = partial(match_file, column=column, into=into)
    largest_first = sorted(files, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=begin, initargs=(portable(catalogue), compiled)
    ) as pool:
        yield from pool.map(work, largest_first)


def portable(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue that travels to another process."""
    return Catalogue(catalogue.version_id, catalogue.label, dict(catalogue.items), catalogue.content_hash)
