"""The same shape inside every slice: file names, who may import whom, sizes, docstrings."""

import ast
import statistics
from pathlib import Path

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


def test_a_slice_names_its_files_by_the_question_they_answer():
    """Whatever is none of these questions goes into a sub-folder named for what it does."""
    files = [path for path in modules() if in_a_slice(path) and path not in CONTRACTS]
    assert [str(path) for path in files if path.stem not in ALLOWED] == []


def test_a_file_imports_only_what_stands_below_it_in_its_slice():
    wrong = [
        f"{path}:{line} imports {other}, which does not stand below {path.stem}"
        for path in modules()
        if in_a_slice(path) and path.stem in ORDER
        for line, other in imported_beside(path)
        if not may_import(path.stem, other)
    ]
    assert wrong == []


def imported_beside(path: Path) -> list[tuple[int, str]]:
    """Return the files of its own slice that a file imports, with the lines."""
    beside = f"{'.'.join(path.parent.parts)}."
    found = [
        (line, name.removeprefix(beside).split(".")[0]) for line, name in imported(parsed(path)) if name.startswith(beside)
    ]
    return [(line, other) for line, other in found if other in ORDER and other != path.stem]


def may_import(stem: str, other: str) -> bool:
    return ORDER[other] > ORDER[stem] or (ORDER[other] == ORDER[stem] and stem not in DOORS)


def test_a_door_is_entered_from_outside_only():
    """Doors are named by `module.py` and nobody else: neither other doors nor services reach through them."""
    wrong = [
        f"{path}:{line} imports from the door {name}"
        for path in modules()
        if path.stem not in {"module", "wsgi"} and not str(path).startswith(TOOLBOX)
        for line, name in imported(parsed(path))
        if through_a_door(name.split("."))
    ]
    assert wrong == []


def through_a_door(parts: list[str]) -> bool:
    ours = parts[0] in {"supervision", "credit", "inspections", "sanctions", "analytics"} and "kernel" not in parts
    return ours and bool(DOORS & set(parts[2:-1]))


def test_nothing_is_imported_inside_a_function():
    inside = [
        f"{path}:{inner.lineno}"
        for path in modules()
        for function in functions(parsed(path))
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def called(path: Path, *names: str) -> list[str]:
    """Return where a file calls something by one of the names."""
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]


def test_only_the_kernel_commits():
    assert [place for path in modules() if path not in ONCE for place in called(path, "commit")] == []


def test_time_comes_in_as_an_argument():
    """Services, rules and queries ask no clock; the doors do."""
    files = [path for path in modules() if in_a_slice(path) and path.stem in {"service", "rules", "queries", "features"}]
    asked = [
        f"{path}:{line} {name}"
        for path in files
        for line, name in imported(parsed(path))
        if name in {"supervision.kernel.clock.now", "time.time"}
    ]
    assert asked + [place for path in files for place in called(path, "now", "today", "utcnow")] == []


def test_a_rule_says_its_basis_its_unit_and_its_errors():
    silent = [
        f"{path}:{node.lineno} {node.name}: {word}"
        for path in modules()
        if path.stem == "rules"
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for word in ("依据", "单位", "错误")
        if word not in (ast.get_docstring(node) or "")
    ]
    assert silent == []


def lines_of(path: Path) -> list[str]:
    return (PROJECT / path).read_text(encoding="utf-8").splitlines()


def test_a_module_stays_short():
    assert [str(path) for path in modules() if len(lines_of(path)) > LONGEST_MODULE] == []


def test_functions_stay_short():
    lengths = [(length(node), f"{path}:{node.lineno} {node.name}") for path in modules() for node in functions(parsed(path))]
    numbers = sorted(number for number, _where in lengths)
    assert [where for number, where in lengths if number > LONGEST_FUNCTION] == []
    assert statistics.median(numbers) <= 8
    assert numbers[len(numbers) * 9 // 10] <= 30


def test_a_suppression_says_why():
    silent = [
        f"{path}:{number}"
        for path in modules()
        for number, text in enumerate(lines_of(path), start=1)
        for mark in ("# noqa", "# type: ignore")
        if suppresses_silently(text, mark)
    ]
    assert silent == []


def suppresses_silently(text: str, mark: str) -> bool:
    _before, found, after = text.partition(mark)
    return bool(found) and not after.partition(" - ")[2] and "# " not in after


def test_a_package_says_what_it_is():
    packages = [path for path in modules() if path.name == "__init__.py"]
    assert [str(path) for path in packages if not ast.get_docstring(parsed(path))] == []
