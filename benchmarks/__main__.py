"""`python -m benchmarks [--only load,search] [--data FOLDER]`: measure, print a table, keep the figures."""

import argparse
import os
import sys
from pathlib import Path

import benchmarks
from benchmarks import harness, world
from supervision.kernel.settings import PROJECT, Settings

DATA = "SUPERVISION_BENCH_DATA"
KEPT = PROJECT / "var" / "bench.json"


def main() -> int:
    """Run what was asked for on servers of its own, which are stopped afterwards; their data stays for the next run."""
    options = _options()
    data = options.data if options.data.is_dir() else None
    ground = harness.Ground(Settings(var=PROJECT / "var" / "bench"), data)
    try:
        wanted = harness.chosen(harness.discover(benchmarks), options.only)
    except harness.UnknownBenchmark as error:
        print(error, file=sys.stderr)
        return 2
    _measure(wanted, ground, command=f"make bench ONLY={options.only}" if options.only else "make bench")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--only", help="names of benchmarks, separated by commas")
    folder = Path(os.environ.get(DATA) or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=folder, help=f"folder of real data; also {DATA}")
    return parser.parse_args()


def _measure(wanted: list[harness.Benchmark], ground: harness.Ground, *, command: str) -> None:
    """Keep each benchmark's figures as soon as it is done."""
    commit = harness.commit()
    print(f"{'figure':<28} {'value':>12} {'unit':<10} {'samples':>9}  against")
    for benchmark in wanted:
        figures = []
        try:
            for figure in benchmark.run(ground):
                print(harness.line(figure), flush=True)
                figures.append(figure)
        except world.DataAbsent as absent:
            print(f"{benchmark.name}: {absent}")
        harness.merge(KEPT, figures, commit=commit, command=command)


if __name__ == "__main__":
    sys.exit(main())
