import json
from pathlib import Path

import pytest

from benchmarks import harness
from benchmarks.harness import Benchmark, Figure


def nothing(_ground):
    return []


BOTH = [Benchmark("load", nothing), Benchmark("search", nothing)]


def test_a_run_of_some_never_erases_the_figures_of_others(tmp_path: Path):
    kept = tmp_path / "bench.json"
    harness.merge(
        kept, [Figure("load.rows_per_s", 1.0, "rows/s"), Figure("search2.p99_ms", 9.0)], commit="a", command="make bench"
    )
    harness.merge(kept, [Figure("search2.p99_ms", 8.0, "ms", samples=1000)], commit="b", command="make bench ONLY=search")
    entries = {entry["name"]: entry for entry in json.loads(kept.read_text(encoding="utf-8"))}
    assert entries["load.rows_per_s"]["value"] == 1.0
    assert entries["search2.p99_ms"] == {
        "name": "search2.p99_ms",
        "value": 8.0,
        "unit": "ms",
        "against": "",
        "samples": 1000,
        "commit": "b",
        "command": "make bench ONLY=search",
    }


def test_only_chooses_by_name():
    assert [item.name for item in harness.chosen(BOTH, "search")] == ["search"]
    assert harness.chosen(BOTH, None) == BOTH


def test_an_unknown_name_is_refused_and_the_known_are_told():
    with pytest.raises(harness.UnknownBenchmark, match="load, search"):
        harness.chosen(BOTH, "serach")
