"""Names of licences against names of items, and what a licence says of its own state."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rapidfuzz.fuzz import ratio

from supervision.licensing.catalogue.schemas import Catalogue, Item
from supervision.notices.closing.judging.schemas import Judgement, Licence, Wanted
from supervision.notices.closing.states import LicenceState

EQUAL, INSIDE, AROUND, ALIKE = 0.95, 0.88, 0.6, 0.55
SHORTEST: Final = 4
ALIKE_FROM: Final = 78
BY_NAME: Final = 0.7
SHARED: Final = 0.25
SAME_OFFICE: Final = 0.04
SURE_MATCH: Final = frozenset({"code", "number", "person"})
PUNCTUATION: Final = re.compile(r"[\W_]+")
TAIL: Final = re.compile(
    r"(核发|新办|新发|首次申请|首次|申请|延续|变更|换证|换发|补发|补办|审批|审核|核准|办理|注销|证书|证)+$"
)
BRACKETS: Final = re.compile(r"[（(]([^（）()]{2,})[）)]")
STATES: Final = (
    (re.compile(r"吊销"), LicenceState.REVOKED),
    (re.compile(r"撤销|注销|撤回"), LicenceState.CANCELLED),
    (re.compile(r"不予|驳回|不准|不通过"), LicenceState.REFUSED),
    (re.compile(r"过期|失效|届满"), LicenceState.EXPIRED),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """From how sure it is that a notice closes by itself, and from how sure a licence is laid before the department."""

    certain: float
    possible: float


def core(text: str) -> str:
    """Return a name without punctuation and without what only says how it was handled.

    依据: 平台比对规则：只比事项，不比办理环节。
    单位: 无。
    错误: 不抛出。
    """
    plain = PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))
    return TAIL.sub("", plain) or plain


@dataclass(frozen=True, slots=True)
class Names:
    """The names of every item of a catalogue, made ready once."""

    cores: Mapping[str, frozenset[str]]
    marks: Mapping[str, str | None]
    by_core: Mapping[str, frozenset[str]] = field(default_factory=dict)


def names_of(catalogue: Catalogue) -> Names:
    """Return the names of a catalogue.

    依据: 后置审批目录的名称和别名。
    单位: 无。
    错误: 不抛出。
    """
    cores = {code: frozenset(core(name) for name in _names(item)) for code, item in catalogue.items.items()}
    by_core: dict[str, set[str]] = {}
    for code, found in cores.items():
        for one in found:
            by_core.setdefault(one, set()).add(code)
    marks = {code: _mark(item.name) for code, item in catalogue.items.items()}
    return Names(cores, marks, {one: frozenset(codes) for one, codes in by_core.items()})


def _names(item: Item) -> Iterable[str]:
    return (item.name, BRACKETS.sub("", item.name), *item.aliases)


def _mark(name: str) -> str | None:
    """Return what tells an item from others of the same licence, such as 餐饮服务."""
    found = BRACKETS.search(name)
    return core(found[1]) if found else None


def judge(licence: Licence, wanted: Wanted, names: Names) -> Judgement:
    """Say how sure it is that a licence is the one that a notice waits for.

    依据: 平台比对规则：名称或别名相同为准；一证多项的看许可内容；同名推测的主体只供人工确认。
    单位: 0 至 1。
    错误: 不抛出；不相干为 0。
    """
    strength, why = _named(licence.titles, names.cores.get(wanted.item_code) or frozenset({core(wanted.item_name)}))
    if strength == 0:
        return Judgement(0, "")
    reasons = [why]
    if _shared(licence.titles, wanted, names):
        mark = names.marks.get(wanted.item_code)
        if mark and mark in core("".join(filter(None, (licence.content, licence.category, licence.item)))):
            reasons.append(f"许可内容写明“{mark}”")
        else:
            strength -= SHARED
            reasons.append("同一种证照还可能对应本企业的其他事项")
    if wanted.department_id == licence.source_id or (wanted.office and wanted.office == licence.authority):
        strength += SAME_OFFICE
        reasons.append("由承办部门报送")
    if licence.matched not in SURE_MATCH:
        strength = min(strength, BY_NAME)
        reasons.append("只按企业名称对上")
    return Judgement(round(min(strength, 1), 3), "；".join(reasons))


def _named(titles: Sequence[str], wanted: frozenset[str]) -> tuple[float, str]:
    """Return the strongest likeness of any title to any name, in words."""
    found = [(*_likeness(core(title), name), title) for title in titles for name in wanted]
    strength, how, title = max(found, default=(0, "", ""))
    return strength, how.format(title=title)


def _likeness(title: str, name: str) -> tuple[float, str]:
    if title == name:
        return EQUAL, "“{title}”与事项名称或别名相同"
    if len(name) > SHORTEST and name in title:
        return INSIDE, "“{title}”包含事项名称或别名"
    if len(title) >= SHORTEST and title in name:
        return AROUND, "“{title}”是事项名称的一部分"
    return (ALIKE, "“{title}”与事项名称相近") if ratio(title, name) >= ALIKE_FROM else (0, "")


def _shared(titles: Sequence[str], wanted: Wanted, names: Names) -> bool:
    """Tell whether another item of this firm has the same licence."""
    found = {code for title in titles for code in names.by_core.get(core(title), ())}
    return wanted.item_code in found and bool(found & set(wanted.beside) - {wanted.item_code})


def items_of(titles: Iterable[str], names: Names) -> frozenset[str]:
    """Return the items whose name or alias a licence bears exactly.

    依据: 后置审批目录的名称和别名。
    单位: 事项代码。
    错误: 不抛出。
    """
    return frozenset(code for title in titles for code in names.by_core.get(core(title), ()))


def state_of(licence: Licence, *, on: date) -> LicenceState:
    """Say whether a licence holds on a day, by what it says and by its last day.

    依据: 行政许可法第六十九条、第七十条（撤销、注销）；有效期届满的次日起失效。
    单位: 日期，届满当日仍有效。
    错误: 不抛出。
    """
    said = " ".join(filter(None, (licence.result, licence.category, licence.item)))
    found = next((state for pattern, state in STATES if pattern.search(said)), None)
    if found is not None:
        return found
    return LicenceState.EXPIRED if licence.valid_to is not None and licence.valid_to < on else LicenceState.VALID
