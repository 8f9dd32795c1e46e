"""Learn the weights of what stands around words from matches that persons judged, and write them where the matcher reads them.

`.venv/bin/python -m tools.weigh FOLDER` reads the registry's files in FOLDER (the texts), `tests/known_answers/match_verdicts.csv`
(codes of firms, places of words, verdicts; no texts) and writes `supervision/licensing/matching/data/surroundings.csv`.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.matching.judging.features import findings
from supervision.licensing.matching.reading.features import NORMAL, normal_form
from supervision.licensing.matching.surroundings.features import ALWAYS, signs
from supervision.licensing.matching.vocabulary.features import Lexicon, compiled

PROJECT: Final = Path(__file__).resolve().parents[1]
VERDICTS: Final = PROJECT / "tests" / "known_answers" / "match_verdicts.csv"
WEIGHTS: Final = PROJECT / "supervision" / "licensing" / "matching" / "data" / "surroundings.csv"
CODE, SCOPE = "统一社会信用代码", "经营范围"
FEWEST: Final = 3
LEAST: Final = 0.1
STRENGTH: Final = 0.3
STEPS: Final = 1000
COUNTS: Final = {"right": 1.0, "wrong": 1.0, "doubtful": 0.4}
"""How much a verdict counts; where the item is right and only another place asks for it, nothing is learnt."""
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A match that somebody read: its signs, whether it was wrong or doubtful, and how much that counts."""

    signs: tuple[str, ...]
    against: bool
    counts: float


def main() -> int:
    """Learn and write; fail where no text of a judged match is found."""
    parser = argparse.ArgumentParser(prog="tools.weigh")
    parser.add_argument("folder", type=Path, help="the folder with the registry's parquet files")
    folder = parser.parse_args().folder
    judged = list(judged_matches(verdicts(), texts(folder)))
    if not judged:
        print("none of the judged matches' texts is in", folder)
        return 1
    learnt = learn(judged)
    write(learnt)
    print(f"{len(judged)} judged matches, {sum(one.against for one in judged)} of them against; {len(learnt)} weights")
    return 0


def verdicts() -> list[dict[str, str]]:
    """Return the rows of verdicts: code, item, start, end, verdict."""
    with VERDICTS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def texts(folder: Path) -> dict[str, str]:
    """Return the scopes of the judged firms by code."""
    wanted = {row["code"] for row in verdicts()}
    frames = [
        pl.scan_parquet(path).select(CODE, SCOPE).filter(pl.col(CODE).is_in(wanted)).collect()
        for path in sorted(folder.glob("*.parquet"))
    ]
    found: dict[str, str] = {}
    for frame in frames:
        for code, scope in frame.iter_rows():
            found.setdefault(code, (scope or "").strip())
    return found


def judged_matches(rows: Iterable[Mapping[str, str]], scopes: Mapping[str, str]) -> Iterator[Judged]:
    """Yield the judged matches that the engine still finds where they were judged."""
    lexicon = compiled(packaged_items(), normal=NORMAL)
    by_code: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_code.setdefault(row["code"], []).append(row)
    for code, said in by_code.items():
        if code in scopes:
            yield from _of_scope(scopes[code], said, lexicon)


def _of_scope(scope: str, said: Sequence[Mapping[str, str]], lexicon: Lexicon) -> Iterator[Judged]:
    found = {
        (finding.use.item, finding.offset + finding.token.start, finding.offset + finding.token.end): finding
        for finding in findings(normal_form(scope), lexicon)
    }
    for row in said:
        finding = found.get((row["item"], int(row["start"]), int(row["end"])))
        if finding is not None and row["verdict"] in COUNTS:
            told = signs(finding.sentence, finding.token.start, finding.token.end, row["item"], finding.deed)
            yield Judged(tuple(told), row["verdict"] != "right", COUNTS[row["verdict"]])


def learn(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the weight of each sign that was met often enough: a logistic regression with small weights, by accelerated descent.

    The weights are the logarithms of odds; the smallest are left out.
    """
    often = Counter(sign for one in judged for sign in one.signs)
    numbers = {sign: number for number, sign in enumerate(sorted(sign for sign, times in often.items() if times >= FEWEST))}
    kept = [[numbers[sign] for sign in one.signs if sign in numbers] for one in judged]
    columns = np.fromiter((number for row in kept for number in row), np.int64)
    rows = np.repeat(np.arange(len(kept)), [len(row) for row in kept])
    against = np.fromiter((one.against for one in judged), np.float64)
    counts = np.fromiter((one.counts for one in judged), np.float64)
    shrunk = np.full(len(numbers), 1 / STRENGTH)
    shrunk[numbers[ALWAYS]] = 0.0
    found = _descended(rows, columns, against, counts, shrunk)
    return {sign: round(float(found[number]), 2) for sign, number in numbers.items() if abs(found[number]) >= LEAST}


def _descended(
    rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], against: Array, counts: Array, shrunk: Array
) -> Array:
    """Minimise the loss in scaled coordinates: a sign that is met often takes shorter steps."""
    size = len(shrunk)
    met = np.bincount(columns, counts[rows], size)
    widest = np.bincount(rows, minlength=len(against)).max()
    scale = 1 / np.sqrt(0.25 * met * widest + shrunk)
    weights, ahead, pace = np.zeros(size), np.zeros(size), 1.0
    for _ in range(STEPS):
        odds = np.bincount(rows, ahead[columns], len(against))
        error = counts * (1 / (1 + np.exp(-odds)) - against)
        slope = np.bincount(columns, error[rows], size) + ahead * shrunk
        moved = ahead - scale * scale * slope
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = moved + (pace - 1) / faster * (moved - weights)
        weights, pace = moved, faster
    return weights


def write(learnt: Mapping[str, float]) -> None:
    """Write the weights by sign."""
    with WEIGHTS.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("sign", "weight"))
        lines.writerows(sorted(learnt.items()))


if __name__ == "__main__":
    raise SystemExit(main())
