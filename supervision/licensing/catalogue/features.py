"""Items as columns and back, the packaged ones, and the fingerprint of a version."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from supervision.kernel.packaged import table
from supervision.licensing.catalogue.schemas import Confidence, Item, Level, Mode, ReformMode, Stage

PACKAGE: Final = "supervision.licensing.catalogue"
COLUMNS: Final = tuple(field.name for field in fields(Item))
ROLES: Final = {"word": "words", "negative": "negatives", "marker": "markers"}
LISTS: Final = ("departments", "levels", "scope_codes", "words", "negatives", "markers", "aliases")


@cache
def packaged_items() -> tuple[Item, ...]:
    """Return the items that come with the package, with the words of each."""
    words = _packaged_words()
    return tuple(_packaged(row, words.get(row["code"], {})) for row in table(PACKAGE, "items.csv"))


def _packaged(row: Mapping[str, str], words: Mapping[str, list[str]]) -> Item:
    values: dict[str, Any] = {**row, **words, "reform_modes": json.loads(row["reform_modes"] or "[]")}
    for name in ("departments", "levels", "scope_codes", "aliases"):
        values[name] = [part for part in row[name].split(";") if part]
    return as_item({**dict.fromkeys(ROLES.values(), ()), **values, "feedback_workdays": int(row["feedback_workdays"])})


def _packaged_words() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    if resources.files(PACKAGE).joinpath("data", "words.csv").is_file():
        for row in table(PACKAGE, "words.csv"):
            found.setdefault(row["code"], {}).setdefault(ROLES[row["role"]], []).append(row["line"])
    return found


def as_item(values: Mapping[str, Any]) -> Item:
    """Return an item from the values of its columns."""
    made = {name: values[name] for name in COLUMNS}
    made |= {name: tuple(made[name]) for name in LISTS}
    made["stage"], made["confidence"] = Stage(made["stage"]), Confidence(made["confidence"])
    made["levels"] = tuple(Level(name) for name in made["levels"])
    made["reform_modes"] = tuple(as_mode(entry) for entry in values["reform_modes"])
    return Item(**made)


def as_mode(entry: Mapping[str, Any]) -> ReformMode:
    """Return a reform mode from its stored form."""
    return ReformMode(
        division=entry["division"],
        mode=Mode(entry["mode"]),
        starts_on=date.fromisoformat(entry["from"]),
        ends_on=date.fromisoformat(entry["to"]) if entry["to"] else None,
        basis=entry["basis"],
        confidence=Confidence(entry["confidence"]),
    )


def stored_mode(mode: ReformMode) -> dict[str, Any]:
    """Return a reform mode as it is stored."""
    return {
        "division": mode.division,
        "mode": mode.mode.value,
        "from": mode.starts_on.isoformat(),
        "to": mode.ends_on.isoformat() if mode.ends_on else None,
        "basis": mode.basis,
        "confidence": mode.confidence.value,
    }


def columns(item: Item) -> dict[str, Any]:
    """Return an item as the values of its columns."""
    values = {name: getattr(item, name) for name in COLUMNS}
    values |= {name: list(values[name]) for name in LISTS}
    values["levels"] = [level.value for level in item.levels]
    values["stage"], values["confidence"] = item.stage.value, item.confidence.value
    values["reform_modes"] = [stored_mode(mode) for mode in item.reform_modes]
    return values


def fingerprint(items: Iterable[Item]) -> bytes:
    """Return the same bytes for the same content, in whatever order the items come."""
    lines = sorted(json.dumps(columns(item), ensure_ascii=False, sort_keys=True) for item in items)
    return hashlib.sha256("\n".join(lines).encode()).digest()


def changed_fields(before: Item, after: Item) -> Iterator[str]:
    """Name what differs between two versions of an item."""
    return (name for name in COLUMNS if getattr(before, name) != getattr(after, name))
