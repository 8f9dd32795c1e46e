"""Which items a person asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from supervision.licensing.catalogue.schemas import Confidence, Item, Level, Mode, Stage

FILTERS: Final = ("q", "stage", "mode", "department", "level", "confidence")
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions of the list; `given` holds those that mean something, as they stand in the address."""

    given: Mapping[str, str] = field(default_factory=dict)

    def items(self, items: Iterable[Item], *, on: date) -> list[Item]:
        """Return the items that meet every condition."""
        tests = [_TESTS[name](value, on) for name, value in self.given.items()]
        return [item for item in items if all(test(item) for test in tests)]


def wanted(arguments: Mapping[str, str]) -> Wanted:
    """Read the conditions from an address; what is not among the choices is left out."""
    given = {name: arguments.get(name, "").strip()[:LONGEST] for name in FILTERS}
    known: Mapping[str, Iterable[str]] = {
        "stage": list(Stage),
        "mode": list(Mode),
        "level": list(Level),
        "confidence": list(Confidence),
    }
    return Wanted({name: value for name, value in given.items() if value and (name not in known or value in known[name])})


Test = Callable[[Item], bool]


def _says(text: str, _on: date) -> Test:
    return lambda item: any(
        text.casefold() in said.casefold() for said in (item.code, item.name, *item.aliases, item.definition)
    )


def _handled(mode: str, on: date) -> Test:
    return lambda item: any(entry.mode == mode for entry in item.reform_modes if entry.ends_on is None or entry.ends_on > on)


_TESTS: Final[dict[str, Callable[[str, date], Test]]] = {
    "q": _says,
    "stage": lambda value, _on: lambda item: item.stage == value,
    "mode": _handled,
    "department": lambda value, _on: lambda item: value in item.functions,
    "level": lambda value, _on: lambda item: value in item.levels,
    "confidence": lambda value, _on: lambda item: item.confidence == value,
}
