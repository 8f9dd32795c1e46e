"""The same shape inside every slice: file names, who may import whom, sizes, docstrings."""

import ast
import statistics
from pathlib import Path

import pytest

from tests.architecture.tree import PROJECT, functions, imported, modules, parsed

DOORS = {"api", "pages", "jobs", "subscribers", "cli"}
ORDER = {
    **dict.fromkeys(DOORS, 0),
    "forms": 1,
    "service": 2,
    "queries": 3,
    "models": 4,
    "rules": 5,
    "features": 5,
    "schemas": 5,  # plain shapes: every file of the slice may speak in them
    "events": 5,
    "states": 5,
    "errors": 6,
}
ALLOWED = {*ORDER, "module", "__init__"}
TOOLBOX = ("supervision/kernel/", "supervision/web/")
CONTRACTS = {Path("supervision/intake/kinds.py")}
ONCE = {Path("supervision/kernel/db.py")}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def in_a_slice(path: Path) -> bool:
    return len(path.parts) > 1 and not str(path).startswith(TOOLBOX)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of the body, the docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or node.lineno) - body[0].lineno + 1


@pytest.mark.parametrize("path", [path for path in modules() if in_a_slice(path) and path not in CONTRACTS], ids=str)
def test_a_slice_names_its_files_by_the_question_they_answer(path: Path):
    assert path.stem in ALLOWED, (
        f"a slice has only {', '.join(sorted(ALLOWED))}; put this into a sub-folder named for what it does"
    )


@pytest.mark.parametrize("path", [path for path in modules() if in_a_slice(path) and path.stem in ORDER], ids=str)
def test_a_file_imports_only_what_stands_below_it_in_its_slice(path: Path):
    slice_name = ".".join(path.parent.parts)
    for line, name in imported(parsed(path)):
        if not name.startswith(f"{slice_name}."):
            continue
        other = name.removeprefix(f"{slice_name}.").split(".")[0]
        if other in ORDER and other != path.stem:
            below = ORDER[other] > ORDER[path.stem]
            beside = ORDER[other] == ORDER[path.stem] and path.stem not in DOORS
            assert below or beside, f"{path}:{line} imports {other}, which does not stand below {path.stem}"


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_door_is_entered_from_outside_only(path: Path):
    """Doors are named by `module.py` and nobody else: neither other doors nor services reach through them."""
    if path.stem in {"module", "wsgi"} or str(path).startswith(TOOLBOX):
        return
    for line, name in imported(parsed(path)):
        parts = name.split(".")
        if parts[0] in {"supervision", "credit", "inspections", "sanctions", "analytics"} and "kernel" not in parts:
            assert not DOORS & set(parts[2:-1]), f"{path}:{line} imports from the door {name}"


@pytest.mark.parametrize("path", modules(), ids=str)
def test_nothing_is_imported_inside_a_function(path: Path):
    inside = [
        f"{path}:{inner.lineno}"
        for function in functions(parsed(path))
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("path", [path for path in modules() if path not in ONCE], ids=str)
def test_only_the_kernel_commits(path: Path):
    commits = [
        f"{path}:{node.lineno}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert commits == []


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if in_a_slice(path) and path.stem in {"service", "rules", "queries", "features"}],
    ids=str,
)
def test_time_comes_in_as_an_argument(path: Path):
    """Services, rules and queries ask no clock; the doors do."""
    asked = [(line, name) for line, name in imported(parsed(path)) if name in {"supervision.kernel.clock.now", "time.time"}]
    calls = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"now", "today", "utcnow"}
    ]
    assert (asked, calls) == ([], [])


@pytest.mark.parametrize("path", [path for path in modules() if path.stem == "rules"], ids=str)
def test_a_rule_says_its_basis_its_unit_and_its_errors(path: Path):
    silent = [
        f"{path}:{node.lineno} {node.name}: {word}"
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for word in ("依据", "单位", "错误")
        if word not in (ast.get_docstring(node) or "")
    ]
    assert silent == []


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_stays_short(path: Path):
    assert len((PROJECT / path).read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_functions_stay_short():
    lengths = [(length(node), f"{path}:{node.lineno} {node.name}") for path in modules() for node in functions(parsed(path))]
    numbers = sorted(number for number, _where in lengths)
    assert [where for number, where in lengths if number > LONGEST_FUNCTION] == []
    assert statistics.median(numbers) <= 8
    assert numbers[len(numbers) * 9 // 10] <= 30


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_suppression_says_why(path: Path):
    silent = []
    for number, text in enumerate((PROJECT / path).read_text(encoding="utf-8").splitlines(), start=1):
        for mark in ("# noqa", "# type: ignore"):
            _before, found, after = text.partition(mark)
            if found and not after.partition(" - ")[2] and "# " not in after:
                silent.append(f"{path}:{number}")
    assert silent == []


@pytest.mark.parametrize("path", [path for path in modules() if path.name == "__init__.py"], ids=str)
def test_a_package_says_what_it_is(path: Path):
    assert ast.get_docstring(parsed(path)), f"{path} has no docstring"
