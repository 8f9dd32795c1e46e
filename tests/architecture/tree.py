"""The project's own files, read as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("supervision", "credit", "inspections", "sanctions", "analytics")


@cache
def modules() -> list[Path]:
    """Return every module of the platform, relative to the project."""
    found = [path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")]
    return sorted(path.relative_to(PROJECT) for path in [*found, PROJECT / "wsgi.py"])


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Return line and dotted name of everything a module imports; `from a import b` counts as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
