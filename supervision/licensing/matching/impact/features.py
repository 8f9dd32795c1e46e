"""Comparing what two versions of the catalogue answer for the same scopes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.matching.impact.schemas import Difference, Impact, Judged, Scope, Tally

DECIDING: Final = ("stage", "departments", "levels", "reform_modes", "feedback_workdays")
Judge = Callable[[Scope], Judged]


def compared(scopes: Iterable[Scope], before: Judge, after: Judge, reasons: Mapping[str, tuple[str, ...]]) -> Impact:
    """Return every registration that the later version answers otherwise; `reasons` names the items it handles otherwise."""
    differences, tallies, read = [], {name: Counter[str]() for name in ("gained", "lost", "doubted", "altered")}, 0
    for scope in scopes:
        read += 1
        found = _difference(scope, before(scope), after(scope), reasons)
        if found is not None:
            differences.append(found)
            for name, counter in tallies.items():
                counter.update(getattr(found, name))
    items = sorted({item for counter in tallies.values() for item in counter})
    counted = [Tally(item, **{name: counter[item] for name, counter in tallies.items()}) for item in items]
    return Impact(read, tuple(differences), tuple(sorted(counted, key=lambda tally: (-tally.total, tally.item))), reasons)


def _difference(scope: Scope, old: Judged, new: Judged, reasons: Mapping[str, tuple[str, ...]]) -> Difference | None:
    gained, kept = new.sure - old.sure, new.sure & old.sure
    doubted = new.doubtful - old.doubtful
    lost = old.sure - new.sure - doubted
    altered = frozenset(item for item in kept if item in reasons)
    if not (gained or lost or doubted or altered):
        return None
    return Difference(scope, *(tuple(sorted(items)) for items in (gained, lost, doubted, altered)))


def handled_otherwise(before: Mapping[str, Item], after: Mapping[str, Item]) -> dict[str, tuple[str, ...]]:
    """Return the items of both versions that go to others, in another way or with another term, with the fields that say so."""
    found = {}
    for code in before.keys() & after.keys():
        changed = tuple(name for name in DECIDING if getattr(before[code], name) != getattr(after[code], name))
        if changed:
            found[code] = changed
    return found
