"""The functions that come with the package."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from supervision.kernel.packaged import table


@cache
def names() -> Mapping[str, str]:
    """Return the Chinese name of every function, those with the most items first."""
    return MappingProxyType({row["code"]: row["name"] for row in table(__name__.rpartition(".")[0], "functions.csv")})


def name_of(function: str) -> str:
    """Return a function's name; one that was dropped from the package is shown by its code."""
    return names().get(function, function)


def code_of(name: str) -> str | None:
    """Return the code that a name or a code stands for."""
    return name if name in names() else next((code for code, label in names().items() if label == name), None)
