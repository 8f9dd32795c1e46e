"""Matching every business scope of the registry: how long, how much memory, how long for one, and how often right."""

import csv
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import psutil

from benchmarks.harness import Benchmark, Figure, Ground
from supervision.kernel.errors import DomainError
from supervision.kernel.settings import PROJECT
from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue, Item, Stage
from supervision.licensing.matching.bulk.compiling.service import build
from supervision.licensing.matching.bulk.schemas import Counted
from supervision.licensing.matching.bulk.service import match_files
from supervision.licensing.matching.rules import Matcher

SCOPE, CODE = "经营范围", "统一社会信用代码"
LABELS: Final = PROJECT / "tests" / "known_answers" / "scope_labels.csv"
PROCESSES, SINGLE, PEER, SEED, COMPARED = 2, 5_000, 200, 20261122, 100_000
# Adding up the pages of a process of 600 MB takes 10 ms of a core that the work measured needs too.
WATCHED_EVERY: Final = 1.0
TARGETS: Final = {"seconds": 90.0, "peak_mb": 2048.0, "single_ms": 2.0, "precision": 0.97, "recall": 0.93}


def run(ground: Ground) -> Iterator[Figure]:
    """Measure speed over the whole registry and quality over the labels; both need the registry's files."""
    files = sorted((ground.data or Path()).glob("*.parquet")) if ground.data else []
    files = [path for path in files if {SCOPE, CODE} <= set(pl.read_parquet_schema(path))]
    if not files:
        print("matching: no registry files with 经营范围 in the data folder; nothing is measured")
        return
    catalogue = Catalogue(0, "packaged", {item.code: item for item in packaged_items()})
    into = ground.settings.var / "matching"
    into.mkdir(parents=True, exist_ok=True)
    engine, told = _engine(ground.settings.var)
    yield from _whole(files, catalogue, into, engine, told)
    if engine is not None:
        yield from _compared(files, catalogue, into, engine)
    scopes = _sample(files, SINGLE)
    yield from _single(scopes, catalogue)
    yield from _peer(scopes[:PEER], catalogue)
    yield from _quality(files, catalogue)


def _engine(var: Path) -> tuple[Path | None, str]:
    """Return the build that this installation can have, and what the figure says about it."""
    try:
        return build(var), "compiled engine"
    except DomainError as refusal:
        print(f"matching: {refusal.text}。{refusal.remedy_text}")
        return None, f"pure engine, {refusal.code}"


def _whole(files: Sequence[Path], catalogue: Catalogue, into: Path, engine: Path | None, how: str) -> Iterator[Figure]:
    with _Memory() as peak:
        began = time.perf_counter()
        parts = _read(files, catalogue, into, engine, processes=PROCESSES)
        seconds = time.perf_counter() - began
    scopes, distinct = sum(part.scopes for part in parts), sum(part.distinct for part in parts)
    if engine is not None and not all(part.compiled for part in parts):
        how = "pure engine, the build was not loaded"
    told = f"{how}; {scopes} scopes, {distinct} distinct by file, {sum(part.matches for part in parts)} matches"
    yield Figure("match.seconds", seconds, "s", f"{told}, {PROCESSES} processes; target {TARGETS['seconds']:.0f}", scopes)
    yield Figure("match.peak_mb", peak(), "MB", f"sum over processes, shared pages once; target {TARGETS['peak_mb']:.0f}")


def _read(files: Sequence[Path], catalogue: Catalogue, into: Path, engine: Path | None, *, processes: int = 1) -> list[Counted]:
    return list(match_files(files, column=SCOPE, catalogue=catalogue, into=into, processes=processes, compiled=engine))


def _compared(files: Sequence[Path], catalogue: Catalogue, into: Path, engine: Path) -> Iterator[Figure]:
    """Read the same sample with the compiled engine and with the pure one, each in one new process."""
    sample = into / "sample"
    sample.mkdir(exist_ok=True)
    scopes = _sample(files, COMPARED)
    pl.DataFrame({SCOPE: sorted(set(scopes))}).write_parquet(sample / "scopes.parquet")
    spent, answers = {}, {}
    for name, folder in (("pure", None), ("compiled", engine)):
        (sample / name).mkdir(exist_ok=True)
        (part,) = _read([sample / "scopes.parquet"], catalogue, sample / name, folder)
        spent[name], answers[name] = part.processor_seconds, _by_scope(part.written)
    differing = sum(answers["pure"].get(scope) != answers["compiled"].get(scope) for scope in set(scopes))
    told = f"processor time, pure {spent['pure']:.1f} s to compiled {spent['compiled']:.1f} s; {differing} scopes answered otherwise"
    yield Figure("match.pure_seconds_ratio", spent["pure"] / spent["compiled"], "", told, len(set(scopes)))


def _by_scope(answers: Path) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for scope, *said in pl.read_parquet(answers).iter_rows():
        found[scope].append(tuple(said))
    return found


class _Memory:
    """Watches this process and its children; calling the entered value returns the highest sum in MB."""

    def __enter__(self) -> Callable[[], float]:
        self._highest = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return lambda: self._highest

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._done.wait(WATCHED_EVERY):
            self._highest = max(self._highest, sum(map(_megabytes, (me, *me.children(recursive=True)))))


def _megabytes(process: psutil.Process) -> float:
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(memory, "pss", memory.rss)) / 2**20


def _sample(files: Sequence[Path], wanted: int) -> list[str]:
    each = wanted // len(files) + 1
    parts = [pl.read_parquet(path, columns=[SCOPE]).get_column(SCOPE).drop_nulls() for path in files]
    return [scope for part in parts for scope in part.sample(min(each, len(part)), seed=SEED).to_list()][:wanted]


def _single(scopes: Sequence[str], catalogue: Catalogue) -> Iterator[Figure]:
    """Time one scope at a time by the full answer with every quotation; nothing is remembered between scopes."""
    matcher = Matcher(catalogue)
    matcher.match(scopes[0])
    taken = []
    for scope in scopes:
        began = time.perf_counter()
        matcher.match(scope)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    told = (
        f"p99 of random scopes, no memory of earlier ones; p50 {taken[len(taken) // 2]:.2f}; target {TARGETS['single_ms']:.0f}"
    )
    yield Figure("match.single_ms", taken[len(taken) * 99 // 100], "ms", told, len(taken))


def _peer(scopes: Sequence[str], catalogue: Catalogue) -> Iterator[Figure]:
    """Compare with what such systems do: one regular expression for each item, searched in turn."""
    patterns = {
        item.code: re.compile("|".join(map(re.escape, _words(item)))) for item in catalogue.items.values() if item.words
    }
    began = time.perf_counter()
    for scope in scopes:
        [code for code, pattern in patterns.items() if pattern.search(scope)]
    peer = time.perf_counter() - began
    matcher = Matcher(catalogue)
    began = time.perf_counter()
    for scope in scopes:
        matcher.match(scope)
    own = time.perf_counter() - began
    yield Figure(
        "match.peer_ratio", peer / own, "", f"one regular expression an item, {peer / len(scopes) * 1000:.2f} ms", len(scopes)
    )


def _words(item: Item) -> list[str]:
    lines = (line.partition("@")[0].partition(":")[0] for line in item.words)
    return sorted((word for line in lines for word in line.split()), key=len, reverse=True)


@dataclass(slots=True)
class Counts:
    """How often an item was found rightly, wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def _quality(files: Sequence[Path], catalogue: Catalogue) -> Iterator[Figure]:
    if not LABELS.is_file():
        print(f"matching: no labels at {LABELS.relative_to(PROJECT)}; precision and recall are not measured")
        return
    with LABELS.open(encoding="utf-8", newline="") as stream:
        labels = list(csv.DictReader(stream))
    texts = _texts(files, {row["code"] for row in labels})
    for half, suffix in (("held", ""), ("fresh", ".fresh"), ("build", ".build")):
        rows = [row for row in labels if row["half"] == half and row["code"] in texts]
        if rows:
            yield from _half(rows, texts, catalogue, suffix)
    yield from _agreement([row for row in labels if row.get("second_items")])


def _texts(files: Sequence[Path], codes: set[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in files:
        rows = pl.read_parquet(path, columns=[CODE, SCOPE]).filter(pl.col(CODE).is_in(list(codes)))
        found |= dict(rows.fill_null("").iter_rows())
    return found


def _half(rows: Sequence[Mapping[str, str]], texts: Mapping[str, str], catalogue: Catalogue, suffix: str) -> Iterator[Figure]:
    matcher = Matcher(catalogue)
    per_item: dict[str, Counts] = defaultdict(Counts)
    for row in rows:
        wanted = _listed(row["items"])
        found = {match.item for match in matcher.match(texts[row["code"]]).matches}
        _count(per_item, wanted, {item for item in found if catalogue.items[item].stage is not Stage.NONE})
    total = Counts(*(sum(getattr(counts, name) for counts in per_item.values()) for name in ("right", "wrong", "missed")))
    _print(per_item, catalogue, f"{len(rows)} scopes{suffix or ', the untouched half'}")
    told = "items that need an approval, of labelled scopes"
    yield Figure(f"match.precision{suffix}", total.precision, "", f"{told}; target {TARGETS['precision']}", len(rows))
    yield Figure(f"match.recall{suffix}", total.recall, "", f"{told}; target {TARGETS['recall']}", len(rows))


def _count(per_item: dict[str, Counts], wanted: set[str], found: set[str]) -> None:
    for item in wanted | found:
        counts = per_item[item]
        counts.right += item in wanted and item in found
        counts.wrong += item not in wanted
        counts.missed += item not in found


def _print(per_item: Mapping[str, Counts], catalogue: Catalogue, title: str) -> None:
    print(f"{title}: item, right, wrong, missed, precision, recall")
    for code, counts in sorted(per_item.items(), key=lambda entry: (-entry[1].right, entry[0])):
        name = catalogue.items[code].name if code in catalogue.items else ""
        print(
            f"{code:6} {counts.right:4} {counts.wrong:4} {counts.missed:4} {counts.precision:6.3f} {counts.recall:6.3f}  {name}"
        )


def _agreement(rows: Iterable[Mapping[str, str]]) -> Iterator[Figure]:
    """Say how far two readers of the same scopes agree, item by item."""
    both = either = number = 0
    for row in rows:
        first, second = _listed(row["items"]), _listed(row["second_items"])
        both, either, number = both + len(first & second), either + len(first | second), number + 1
    if either:
        yield Figure(
            "match.label_agreement", both / either, "", "items that two readers both gave, of those either gave", number
        )


def _listed(items: str) -> set[str]:
    return {item for item in items.split("|") if item and item != "-"}


BENCHMARKS = (Benchmark("matching", run, order=40),)
