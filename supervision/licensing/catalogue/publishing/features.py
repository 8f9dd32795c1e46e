"""What one version says differently from another."""

from collections.abc import Mapping
from dataclasses import dataclass

from supervision.licensing.catalogue.features import changed_fields
from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.catalogue.writing.features import LABELS, texts


@dataclass(frozen=True, slots=True)
class Change:
    """One item of two versions; `fields` are label, text before, text after."""

    code: str
    name: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


def changes(before: Mapping[str, Item], after: Mapping[str, Item]) -> list[Change]:
    """Return what was added, dropped and changed, in the order of codes."""
    found = []
    for code in sorted({*before, *after}):
        old, new = before.get(code), after.get(code)
        if old is None and new is not None:
            found.append(Change(code, new.name, "新增"))
        elif new is None and old is not None:
            found.append(Change(code, old.name, "删去"))
        elif old is not None and new is not None and old != new:
            found.append(Change(code, new.name, "修改", _fields(old, new)))
    return found


def _fields(old: Item, new: Item) -> tuple[tuple[str, str, str], ...]:
    former, present = texts(old), texts(new)
    return tuple((LABELS[name], former[name], present[name]) for name in changed_fields(old, new))
