"""Documents name what exists."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import PROJECT, modules

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
CLASS_NAME = re.compile(r"`([A-Z][a-z]\w+)(?:\.[A-Z_]+)?`")


def test_every_class_of_the_glossary_is_in_the_code():
    code = "\n".join((PROJECT / path).read_text(encoding="utf-8") for path in modules())
    named = set(CLASS_NAME.findall((PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8")))
    assert len(named) > 20
    assert {name for name in named if not re.search(rf"^class {name}\b", code, re.MULTILINE)} == set()


def test_every_file_of_the_glossary_exists():
    paths = set(re.findall(r"`((?:archive|intake|accounts|duties|kernel|supervision)/[\w/.]+)`", read("docs/glossary.md")))
    assert {path for path in paths if not ((PROJECT / path).exists() or (PROJECT / "supervision" / path).exists())} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_link_is_broken(document: Path):
    links = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_every_command_of_the_makefile_is_explained_by_help():
    makefile = read("Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def read(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")
