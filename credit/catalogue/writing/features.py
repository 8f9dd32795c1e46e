"""What an item says, field by field, as a person writes and reads it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from credit.catalogue.rules import KINDS, SEPARATOR, kinds_of
from credit.catalogue.schemas import Change, Entry, Listed
from credit.catalogue.states import Confidence, Use

Named = TypeVar("Named", bound=StrEnum)
LABELS: Final = {
    "code": "事项编码",
    "name": "事项名称",
    "kind": "事项种类",
    "category": "类别",
    "basis": "设定依据",
    "aliases": "别名",
    "use": "状态",
    "source": "来源",
    "confidence": "可信度",
    "valid_from": "生效日期",
}
REQUIRED: Final = frozenset({"code", "name", "kind", "category", "basis"})
_DATE: Final = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read: the field, and how to write it."""

    field: str
    message: str


class Unreadable(ValueError):
    """A text says nothing that the field could mean."""


def texts(entry: Entry) -> dict[str, str]:
    """Return an item as texts by field."""
    return {
        "code": entry.code,
        "name": entry.name,
        "kind": KINDS.get(entry.kind, entry.kind),
        "category": SEPARATOR.join(kinds_of(entry.category)),
        "basis": entry.basis,
        "aliases": "\n".join(entry.aliases),
        "use": entry.use.label,
        "source": entry.source,
        "confidence": entry.confidence.label,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else "",
    }


def entry_of(written: Mapping[str, str]) -> tuple[Entry | None, list[Fault]]:
    """Return the item that texts say, or everything about them that cannot be read."""
    values: dict[str, Any] = {}
    wrong: list[Fault] = []
    for name, read in _READERS.items():
        try:
            values[name] = read(written.get(name, "").strip())
        except Unreadable as fault:
            wrong.append(Fault(name, str(fault)))
    return (None, wrong) if wrong else (Entry(**values), [])


def change_between(before: Listed | None, after: Listed | None) -> Change | None:
    """Return what became of an item between two days, or nothing where it stayed as it was."""
    one = after or before
    if one is None:
        return None
    named = (one.code, one.name, one.department)
    if before is None or after is None:
        return Change(*named, "新增" if before is None else "移出")
    old, new = texts(before.entry), texts(after.entry)
    fields = tuple((LABELS[name], old[name], new[name]) for name in LABELS if name != "valid_from" and old[name] != new[name])
    return Change(*named, "修改", fields) if fields else None


def changes(before: list[Listed], after: list[Listed]) -> list[Change]:
    """Return what was added, dropped and changed, in the order of codes."""
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    found = (change_between(old.get(code), new.get(code)) for code in sorted({*old, *new}))
    return [one for one in found if one is not None]


def _plain(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


def _kind(text: str) -> str:
    for value, label in KINDS.items():
        if text in {value, label}:
            return value
    raise Unreadable(f"事项种类“{text[:20]}”应为{'或'.join(KINDS.values())}")


def _named(kind: type[Named], text: str, label: str, otherwise: Named) -> Named:
    for member in kind:
        if text in {member.value, getattr(member, "label", "")}:
            return member
    if not text:
        return otherwise
    raise Unreadable(f"{label}“{text[:20]}”不在可选范围：{'、'.join(getattr(member, 'label', '') for member in kind)}")


def _day(text: str) -> date | None:
    if not text:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Unreadable(f"“{text[:20]}”不是日期，按 2026-01-01 的样子写")


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "code": lambda text: text.upper(),
    "name": _plain,
    "kind": _kind,
    "category": lambda text: SEPARATOR.join(kinds_of(text)),
    "basis": _plain,
    "aliases": lambda text: tuple(dict.fromkeys(part.strip() for part in re.split(r"[\n；;]", text) if part.strip())),
    "use": lambda text: _named(Use, text, "状态", Use.ENABLED),
    "source": lambda text: _plain(text) or "部门填报",
    "confidence": lambda text: _named(Confidence, text, "可信度", Confidence.KNOWLEDGE),
    "valid_from": _day,
}
