"""A build is named by what it was made of; without one, or with one that cannot be loaded, everything is matched as before."""

import ast
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from supervision.kernel.settings import PROJECT
from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.bulk.compiling.cli import compile_matcher
from supervision.licensing.matching.bulk.compiling.errors import CompilerAbsent, HeadersAbsent, MypyAbsent
from supervision.licensing.matching.bulk.compiling.features import ENGINE, SPOKEN, build_hash, mypy_version, source, sources
from supervision.licensing.matching.bulk.compiling.loading.service import SUFFIX
from supervision.licensing.matching.bulk.compiling.service import build, compiler, ensure_possible, present
from supervision.licensing.matching.bulk.service import match_files
from supervision.licensing.matching.rules import Matcher
from tests.architecture.tree import imported

SCOPES = ["食品销售；餐饮服务", "道路货物运输（不含危险货物）", "卷烟零售", "技术咨询", ""]


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(0, "packaged", {item.code: item for item in packaged_items()})


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder in the place of the build, whose last module is no library at all."""
    folder = tmp_path / "compiled" / build_hash(sources(), compiler=mypy_version())
    library = folder.joinpath(*ENGINE[-1].split(".")).with_suffix(SUFFIX)
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library")
    return folder


def test_the_hash_follows_every_source_and_the_compiler():
    read = sources()
    usual = build_hash(read, compiler="1")
    assert build_hash(sources(), compiler="1") == usual
    assert build_hash(read, compiler="2") != usual
    edited = {build_hash({**read, path: text + b"\n"}, compiler="1") for path, text in read.items()}
    assert len(edited | {usual}) == len(read) + 1


def test_the_engine_is_all_that_its_rules_stand_on_in_the_order_of_imports():
    """A module that is left out would stay outside the hash, and a build would outlive its change."""
    known = {*SPOKEN, *ENGINE}
    wrong = [
        f"{name} imports {other}"
        for place, name in enumerate(ENGINE)
        for other in licensing_imports(PROJECT / source(name))
        if other not in known or other in ENGINE[place:]
    ]
    assert wrong == []


def licensing_imports(path: Path) -> set[str]:
    names = (name for _line, name in imported(ast.parse(path.read_text(encoding="utf-8"))))
    return {name.rpartition(".")[0] for name in names if name.startswith("supervision.licensing.")}


def test_a_build_of_other_sources_is_not_found(tmp_path: Path):
    (tmp_path / "compiled" / build_hash(sources(), compiler="0.0")).mkdir(parents=True)
    assert present(tmp_path) is None


def test_the_engine_can_be_built_and_answers_as_the_pure_one(tmp_path: Path, catalogue: Catalogue):
    """What the compiler takes more strictly than Python is met here, not on the day of a release; building holds the answers alike."""
    try:
        ensure_possible()
    except (CompilerAbsent, HeadersAbsent, MypyAbsent) as absent:
        pytest.skip(absent.text)
    engine = build(tmp_path)
    pl.DataFrame({"经营范围": SCOPES}).write_parquet(tmp_path / "scopes.parquet")
    (part,) = match_files([tmp_path / "scopes.parquet"], column="经营范围", catalogue=catalogue, into=tmp_path, compiled=engine)
    assert part.compiled


def test_a_build_of_these_sources_is_found_and_not_made_again(tmp_path: Path, broken: Path):
    assert present(tmp_path) == build(tmp_path) == broken


def test_the_compiler_is_the_one_that_the_environment_names():
    assert compiler({"CC": "'/opt/my tools/cc' -pthread"}) == "/opt/my tools/cc"
    assert compiler({"CC": ""})


def test_without_a_compiler_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(CompilerAbsent, match="no-such-compiler"):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_headers_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CC", sys.executable)
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    with pytest.raises(HeadersAbsent, match=r"Python\.h"):
        build(tmp_path)


def test_without_mypy_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "Python.h").touch()
    monkeypatch.setenv("CC", sys.executable)
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    for name in ("mypy", "mypyc"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(MypyAbsent, match="mypy、mypyc"):
        build(tmp_path)


def test_the_command_says_what_is_missing_and_that_matching_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    monkeypatch.setenv("CC", "no-such-compiler")
    done = CliRunner().invoke(compile_matcher)
    assert done.exit_code == 1
    assert "没有找到 C 编译器（no-such-compiler）" in done.output
    assert "照常以纯 Python 运行" in done.output
    assert "gcc" in done.output


def test_a_broken_build_is_ignored(tmp_path: Path, broken: Path, catalogue: Catalogue):
    asked = tmp_path / "scopes.parquet"
    pl.DataFrame({"经营范围": SCOPES}).write_parquet(asked)
    into = tmp_path / "into"
    into.mkdir()
    (part,) = match_files([asked], column="经营范围", catalogue=catalogue, into=into, processes=1, compiled=broken)
    assert not part.compiled
    matcher = Matcher(catalogue)
    expected = {(scope, item) for scope in SCOPES for item in matcher.places(scope.replace("（", "(").replace("）", ")"))}
    assert expected
    assert set(pl.read_parquet(part.written).select("scope", "item").iter_rows()) == expected


def test_what_a_broken_build_left_behind_is_not_used(broken: Path):
    """Even where the pure engine was loaded before, as in a process that a program of the platform started."""
    program = f"""
import sys
from pathlib import Path
from {ENGINE[-1].rpartition(".")[0]} import rules as before
from supervision.licensing.matching.bulk.compiling.loading.service import prefer
assert not prefer(Path(sys.argv[1]))
from {ENGINE[-1].rpartition(".")[0]} import rules as after
print(after is not before, after.__file__ == before.__file__)
"""
    done = subprocess.run([sys.executable, "-c", program, str(broken)], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
    assert "the pure one is used" in done.stderr
