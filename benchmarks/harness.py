"""What a measurement is, what it is given, and how its figures are kept."""

import importlib
import json
import pkgutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

from supervision.kernel.settings import PROJECT, Settings


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; `against` says what a ratio was measured against in the same run."""

    name: str
    value: float
    unit: str = ""
    against: str = ""
    samples: int = 1


@dataclass(frozen=True, slots=True)
class Ground:
    """What a measurement stands on: an installation of its own in `var/bench`, and a folder of real data where one is named."""

    settings: Settings
    data: Path | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A measurement by the name that `ONLY` uses; lower `order` runs first, so that what loads comes before what reads."""

    name: str
    run: Callable[[Ground], Iterable[Figure]]
    order: int = 100


class UnknownBenchmark(ValueError):
    """`ONLY` names something that no module measures."""


def discover(package: ModuleType) -> list[Benchmark]:
    """Return what the modules of a package list, in the order in which it is run."""
    modules = [importlib.import_module(f"{package.__name__}.{item.name}") for item in pkgutil.iter_modules(package.__path__)]
    found = [benchmark for module in modules for benchmark in getattr(module, "BENCHMARKS", ())]
    return sorted(found, key=lambda benchmark: (benchmark.order, benchmark.name))


def chosen(benchmarks: Sequence[Benchmark], only: str | None) -> list[Benchmark]:
    """Return those that `ONLY` names, or all."""
    if not only:
        return list(benchmarks)
    names = {name.strip() for name in only.split(",") if name.strip()}
    unknown = names - {benchmark.name for benchmark in benchmarks}
    if unknown:
        known = ", ".join(sorted({benchmark.name for benchmark in benchmarks}))
        raise UnknownBenchmark(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {known}")
    return [benchmark for benchmark in benchmarks if benchmark.name in names]


def commit() -> str:
    """Return the commit that is measured, with a plus where files differ from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--abbrev=12", "--dirty=+"], cwd=PROJECT, check=False, capture_output=True, text=True
    )
    return done.stdout.strip()


def merge(path: Path, figures: Iterable[Figure], *, commit: str, command: str) -> None:
    """Replace the figures of these names in the file and keep all others."""
    kept = {str(entry["name"]): entry for entry in _read(path)}
    for figure in figures:
        kept[figure.name] = {**asdict(figure), "commit": commit, "command": command}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    text = json.dumps([kept[name] for name in sorted(kept)], ensure_ascii=False, indent=1)
    unfinished.write_text(text + "\n", encoding="utf-8")
    unfinished.replace(path)


def _read(path: Path) -> list[dict[str, object]]:
    if not path.exists():
        return []
    entries: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def line(figure: Figure) -> str:
    """Return a figure as a line of the table."""
    value = f"{figure.value:,.0f}" if abs(figure.value) >= 1000 else f"{figure.value:.4g}"  # noqa: PLR2004 - a matter of looks
    return f"{figure.name:<28} {value:>12} {figure.unit:<10} {figure.samples:>9}  {figure.against}"
