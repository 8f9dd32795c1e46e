"""Items as texts and texts as items, one way the inverse of the other."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from supervision.licensing.catalogue.functions.features import code_of, name_of
from supervision.licensing.catalogue.schemas import ALTERNATIVE, Confidence, Item, Level, Mode, ReformMode, Stage

Named = TypeVar("Named", bound=StrEnum)

LABELS: Final = {
    "code": "事项代码",
    "name": "事项名称",
    "stage": "阶段",
    "departments": "审批部门",
    "levels": "审批层级",
    "basis": "设定依据",
    "definition": "判断口径",
    "reform_modes": "改革方式",
    "feedback_workdays": "反馈工作日",
    "scope_codes": "规范表述",
    "words": "匹配词",
    "negatives": "排除词",
    "markers": "标志词",
    "aliases": "证照名称",
    "source": "来源",
    "confidence": "可信度",
}
EVERYWHERE: Final = "全国"
OPEN: Final = "至今"
BAR: Final = "｜"
_BARS: Final = re.compile(r"\s*[|｜]\s*")
_DATE: Final = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?")
_MODE_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read: the field, and how to write it."""

    field: str
    message: str


class Unreadable(ValueError):
    """A text says nothing that the field could mean."""


def texts(item: Item) -> dict[str, str]:
    """Return an item as texts by field."""
    return {
        "code": item.code,
        "name": item.name,
        "stage": item.stage.label,
        "departments": "\n".join(_recipient(entry) for entry in item.departments),
        "levels": "\n".join(level.label for level in item.levels),
        "basis": item.basis,
        "definition": item.definition,
        "reform_modes": "\n".join(mode_text(mode) for mode in item.reform_modes),
        "feedback_workdays": str(item.feedback_workdays),
        **{name: "\n".join(getattr(item, name)) for name in ("scope_codes", "words", "negatives", "markers", "aliases")},
        "source": item.source,
        "confidence": item.confidence.label,
    }


def mode_text(mode: ReformMode) -> str:
    """Return a reform mode as one line: 区划｜方式｜起日｜止日｜依据｜可信度."""
    ends_on = mode.ends_on.isoformat() if mode.ends_on else OPEN
    parts = (
        mode.division or EVERYWHERE,
        mode.mode.label,
        mode.starts_on.isoformat(),
        ends_on,
        mode.basis,
        mode.confidence.label,
    )
    return BAR.join(parts)


def item_of(written: Mapping[str, str]) -> tuple[Item | None, list[Fault]]:
    """Return the item that texts say, or everything about them that cannot be read."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, read in _READERS.items():
        try:
            values[name] = read(written.get(name, "").strip())
        except Unreadable as fault:
            faults.append(Fault(name, str(fault)))
    return (None, faults) if faults else (Item(**values), [])


def _recipient(entry: str) -> str:
    return ALTERNATIVE.join(name_of(function) for function in entry.split(ALTERNATIVE))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _departments(text: str) -> tuple[str, ...]:
    return tuple(ALTERNATIVE.join(_function(name) for name in _BARS.split(line)) for line in _lines(text))


def _function(name: str) -> str:
    found = code_of(name)
    if found is None:
        message = f"没有部门职能“{name}”；一行一个部门，几个部门择一的用竖线隔开，可用名称见“部门职能归口”页"
        raise Unreadable(message)
    return found


def _levels(text: str) -> tuple[Level, ...]:
    words = [word for line in _lines(text) for word in re.split(r"[、,，;；\s]+", line) if word]
    return tuple(_named(Level, word, "审批层级") for word in words)


def _modes(text: str) -> tuple[ReformMode, ...]:
    return tuple(_mode(line) for line in _lines(text))


def _mode(line: str) -> ReformMode:
    parts = _BARS.split(line)
    if len(parts) != _MODE_PARTS:
        message = f"“{line[:40]}”应为六段：区划｜方式｜起日｜止日｜依据｜可信度，例如 全国｜实行告知承诺｜2021-07-01｜至今｜国发〔2021〕7号｜待核实"
        raise Unreadable(message)
    division, mode, starts_on, ends_on, basis, confidence = parts
    return ReformMode(
        division=None if division in {EVERYWHERE, ""} else division,
        mode=_named(Mode, mode, "改革方式"),
        starts_on=_day(starts_on),
        ends_on=None if ends_on in {OPEN, ""} else _day(ends_on),
        basis=basis,
        confidence=_named(Confidence, confidence, "可信度"),
    )


def _day(text: str) -> date:
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    message = f"“{text[:20]}”不是日期，按 2021-07-01 的样子写"
    raise Unreadable(message)


def _named(kind: type[Named], text: str, label: str) -> Named:
    for member in kind:
        if text in {member.value, getattr(member, "label", "")}:
            return member
    known = "、".join(getattr(member, "label", member.value) for member in kind)
    message = f"{label}“{text[:20]}”不在可选范围：{known}"
    raise Unreadable(message)


def _workdays(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        message = f"反馈工作日“{text[:20]}”不是整数"
        raise Unreadable(message)
    return int(text)


def _plain(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "code": lambda text: text.upper(),
    "name": _plain,
    "stage": lambda text: _named(Stage, text, "阶段"),
    "departments": _departments,
    "levels": _levels,
    "basis": _plain,
    "definition": _plain,
    "reform_modes": _modes,
    "feedback_workdays": _workdays,
    "scope_codes": _lines,
    "words": _lines,
    "negatives": _lines,
    "markers": _lines,
    "aliases": _lines,
    "source": _plain,
    "confidence": lambda text: _named(Confidence, text, "可信度"),
}


def labelled(names: Iterable[str]) -> str:
    """Return field names as a person reads them."""
    return "、".join(LABELS.get(name, name) for name in names)
