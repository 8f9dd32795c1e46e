"""The compiled engine answers what the pure one answers, item by item, to the last digit and place."""

import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from supervision.kernel.settings import PROJECT
from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.bulk.compiling.errors import CompilerAbsent, HeadersAbsent, MypyAbsent, NotBuilt
from supervision.licensing.matching.bulk.compiling.service import build, ensure_possible
from supervision.licensing.matching.bulk.schemas import Counted
from supervision.licensing.matching.bulk.service import match_files

pytestmark = pytest.mark.prove

REGISTRY = PROJECT.parent / "shared" / "data" / "registry"
SCOPE = "经营范围"
WANTED, SEED = 120_000, 20261122
BUILDER = """
import sys
from pathlib import Path
from supervision.licensing.matching.bulk.compiling.service import build
if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
"""


@pytest.fixture(autouse=True)
def _possible() -> None:
    try:
        ensure_possible()
    except (CompilerAbsent, HeadersAbsent, MypyAbsent) as absent:
        pytest.skip(absent.text)


def scopes(files: list[Path]) -> list[str]:
    """Return distinct scopes of every province."""
    found: set[str] = set()
    for path in files:
        column = pl.read_parquet(path, columns=[SCOPE]).get_column(SCOPE).drop_nulls().unique(maintain_order=True)
        found.update(column.sample(min(len(column), WANTED // len(files) * 3 // 2), seed=SEED))
    return sorted(found)


def answered(asked: Path, into: Path, engine: Path | None) -> tuple[Counted, dict[str, list[tuple[object, ...]]]]:
    """Return what was found of each scope, in the order in which it was found."""
    into.mkdir()
    catalogue = Catalogue(0, "packaged", {item.code: item for item in packaged_items()})
    (part,) = match_files([asked], column=SCOPE, catalogue=catalogue, into=into, processes=1, compiled=engine)
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for scope, *said in pl.read_parquet(part.written).iter_rows():
        found[scope].append(tuple(said))
    return part, found


@pytest.mark.skipif(not REGISTRY.is_dir(), reason="../shared/data is absent: there are no real scopes to read")
def test_the_compiled_engine_answers_as_the_pure_one(tmp_path: Path, proof: Callable[..., None]) -> None:
    engine = build(tmp_path / "var")
    asked = tmp_path / "scopes.parquet"
    listed = scopes(sorted(REGISTRY.glob("*.parquet")))
    pl.DataFrame({SCOPE: listed}).write_parquet(asked)
    compiled, found = answered(asked, tmp_path / "compiled", engine)
    pure, expected = answered(asked, tmp_path / "pure", None)
    differing = sum(found.get(scope) != expected.get(scope) for scope in listed)
    ratio = round(pure.processor_seconds / compiled.processor_seconds, 2)
    proof(scopes=len(listed), matches=pure.matches, doubts=pure.doubts, differing=differing, pure_seconds_ratio=ratio)
    assert (compiled.compiled, pure.compiled) == (True, False)
    assert len(listed) >= 100_000
    assert pure.matches > len(listed) // 10
    assert differing == 0


def test_two_builders_at_once_leave_one_build(tmp_path: Path, proof: Callable[..., None]) -> None:
    command = [sys.executable, "-c", BUILDER, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _time in range(2)]
    told = [process.communicate()[0] for process in both]
    left = list((tmp_path / "compiled").iterdir())
    proof(builders=2, builds_left=len(left))
    assert [process.returncode for process in both] == [0, 0]
    assert told == [f"{left[0]}\n"] * 2
    assert len(left) == 1


@pytest.mark.skipif(shutil.which("false") is None, reason="there is no program that only fails")
def test_a_compiler_that_fails_leaves_nothing(
    tmp_path: Path, proof: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "false")
    with pytest.raises(NotBuilt):
        build(tmp_path)
    left = list((tmp_path / "compiled").iterdir())
    proof(left=len(left))
    assert left == []
