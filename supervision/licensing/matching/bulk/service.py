"""Matching whole registries: each distinct scope is read once, by as many processes as there are cores."""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import polars as pl

from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.reading.features import NORMAL
from supervision.licensing.matching.rules import Matcher, Place

SCOPE: Final = "scope"
SCHEMA: Final = {"scope": pl.String, "item": pl.String, "certainty": pl.Float32, "start": pl.Int16, "end": pl.Int16}
PART: Final = 20_000


@dataclass(frozen=True, slots=True)
class Counted:
    """What was matched of one part: scopes read, distinct ones, matches and doubts; where the answers were written."""

    scopes: int
    distinct: int
    matches: int
    doubts: int
    written: Path


class _Mine:
    """The matcher of this process."""

    matcher: Matcher


def match_files(
    files: Sequence[Path], *, column: str, catalogue: Catalogue, into: Path, processes: int = 2
) -> Iterator[Counted]:
    """Match a column of Parquet files and write, for each file, the items of each distinct scope with the place of its word."""
    work = partial(_match_file, column=column, into=into)
    largest_first = sorted(files, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(_portable(catalogue),)
    ) as pool:
        yield from pool.map(work, largest_first)


def _portable(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue that travels to another process."""
    return Catalogue(catalogue.version_id, catalogue.label, dict(catalogue.items), catalogue.content_hash)


def _begin(catalogue: Catalogue) -> None:
    _Mine.matcher = Matcher(catalogue)
    gc.freeze()
    gc.disable()


def _match_file(path: Path, *, column: str, into: Path) -> Counted:
    scopes = pl.read_parquet(path, columns=[column]).get_column(column).fill_null("")
    distinct = scopes.unique()
    written = into / f"{path.stem}.parquet"
    parts = [_match_part(distinct.slice(at, PART)) for at in range(0, len(distinct), PART)]
    answers = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)
    answers.write_parquet(written)
    sure = int((answers["certainty"] >= _Mine.matcher.threshold).sum())
    return Counted(len(scopes), len(distinct), sure, answers.height - sure, written)


def _match_part(scopes: pl.Series) -> pl.DataFrame:
    """Return the answers for some scopes as rows; places count the signs of the scope."""
    ask = _Mine.matcher.places
    places: list[int] = []
    items: list[str] = []
    said: list[Place] = []
    for place, text in enumerate(normal_forms(scopes)):
        found = ask(text)
        if found:
            items += found
            said += found.values()
            places += [place] * len(found)
    certainties, starts, ends = zip(*said, strict=True) if said else ((), (), ())
    columns = {"scope": scopes.gather(places), "item": items, "certainty": certainties, "start": starts, "end": ends}
    return pl.DataFrame(columns, schema=SCHEMA)


def normal_forms(scopes: pl.Series) -> list[str]:
    """Return the normal form of many scopes at once."""
    pairs = {chr(sign): chr(into) for sign, into in NORMAL.items()}
    return scopes.str.replace_many(list(pairs), list(pairs.values())).to_list()
