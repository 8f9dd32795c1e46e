"""Comparing what two versions of the catalogue answer for the same scopes."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final

from supervision.licensing.catalogue.schemas import Catalogue, Item
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


def changed_codes(before: Catalogue, after: Catalogue) -> frozenset[str]:
    """Return the standard scope items that ask for other items, or for items that are handled otherwise."""
    reasons = handled_otherwise(before.items, after.items)
    old, new = _by_scope_code(before), _by_scope_code(after)
    named = old.keys() | new.keys()
    return frozenset(code for code in named if old.get(code) != new.get(code) or reasons.keys() & old[code])


def _by_scope_code(catalogue: Catalogue) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in catalogue.items.values():
        for code in item.scope_codes:
            found.setdefault(code, set()).add(item.code)
    return found


def may_differ(before: Mapping[str, object], after: Mapping[str, object], reasons: Container[str]) -> bool:
    """Tell from the certainties alone whether a text is worth reading closely by both versions."""
    return before != after or any(item in reasons for item in before)
