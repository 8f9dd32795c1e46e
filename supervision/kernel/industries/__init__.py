"""Industries (国民经济行业分类 GB/T 4754-2017): sections, divisions, groups and classes."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from supervision.kernel.packaged import table

LEVELS: Final = ("门类", "大类", "中类", "小类")


@dataclass(frozen=True, slots=True)
class Industry:
    """One node of the classification."""

    code: str
    name: str
    parent: str

    @property
    def level(self) -> str:
        return LEVELS[0] if self.code.isalpha() else LEVELS[len(self.code) - 1]


@cache
def _nodes() -> dict[str, Industry]:
    return {row["code"]: Industry(row["code"], row["name"], row["parent"]) for row in table(__name__, "gbt4754-2017.csv")}


def industry(code: str) -> Industry | None:
    """Return the node of a code, with or without the section's letter in front (`C1311` and `1311` are one)."""
    nodes = _nodes()
    bare = code[1:] if len(code) > 1 and code[0].isalpha() else code
    return nodes.get(bare)


def industry_name(code: str) -> str | None:
    """Return the name of a code."""
    found = industry(code)
    return found.name if found else None


def path(code: str) -> list[Industry]:
    """Return the nodes from the section down to a code; empty for a code that is not in the table."""
    nodes: list[Industry] = []
    found = industry(code)
    while found is not None:
        nodes.insert(0, found)
        found = _nodes().get(found.parent)
    return nodes


def children(code: str = "") -> list[Industry]:
    """Return the nodes directly below a code; without one, the sections."""
    return [node for node in _nodes().values() if node.parent == code]
