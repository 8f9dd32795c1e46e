"""What an item may say, how names are compared, and which item a decision names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from credit.catalogue.schemas import Book, Entry, Match, Named, Told
from credit.catalogue.states import Cause

CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z._-]{2,59}")
KINDS: Final = {"licence": "行政许可", "penalty": "行政处罚"}
LONGEST: Final = {"name": 200, "category": 200, "basis": 1000, "source": 400}
LABELS: Final = {
    "code": "事项编码",
    "name": "事项名称",
    "category": "类别",
    "basis": "设定依据",
    "source": "来源",
    "aliases": "别名",
}
MOST_ALIASES: Final = 30
OTHER: Final = "其他-"
SEPARATOR: Final = "；"
SHORTEST_PART: Final = 4
_FILLING: Final = re.compile(r"[\s\W_]+")
_BEFORE: Final = re.compile(r"^(关于|准予|对)")
_AFTER: Final = re.compile(r"(的?(行政)?处罚|准予行政许可决定书|行政许可决定书|行政处罚决定书|许可决定书|决定书)$")


def item_key(text: str | None) -> str:
    """Return a name as names are compared: without signs, width, case, and the words that every document carries.

    依据: 事项名称在权责清单、证照与决定书上写法不一；只用于比对，展示保留原文。
    单位: 字。
    错误: 不抛出；没有内容的为空。
    """
    bare = _FILLING.sub("", unicodedata.normalize("NFKC", text or "")).casefold()
    core = _AFTER.sub("", _BEFORE.sub("", bare))
    return core or bare


def keys_of(entry: Entry) -> list[str]:
    """Return under which keys an item is found: its name first, then its aliases.

    依据: 同 item_key。
    单位: 无。
    错误: 不抛出。
    """
    return [key for key in dict.fromkeys(map(item_key, (entry.name, *entry.aliases))) if key]


def kinds_of(category: str) -> list[str]:
    """Return the single kinds in a category.

    依据: 归集填报说明：多个种类以中文分号连接。
    单位: 无。
    错误: 不抛出。
    """
    return [part.strip() for part in re.split(r"[；;、,，]", category) if part.strip()]


def faults(entry: Entry, allowed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an item: the field, and a sentence that says what to write instead.

    依据: 发改办财金〔2018〕424号（编制事项目录，逐项列明依据与类别）；类别取值见数据标准枚举。
    单位: 字。
    错误: 不抛出，逐条给出。
    """
    if not CODE.fullmatch(entry.code):
        yield "code", f"事项编码“{entry.code[:40]}”只用大写字母、数字、点和短横，3 至 60 位，例如 MARKET-L001"
    if entry.kind not in KINDS:
        yield "kind", f"事项种类“{entry.kind[:20]}”应为行政许可或行政处罚"
    for name, longest in LONGEST.items():
        said = getattr(entry, name)
        if not said.strip():
            yield name, f"{LABELS[name]}没有填写"
        elif len(said) > longest:
            yield name, f"{LABELS[name]}有 {len(said)} 字，至多 {longest} 字"
    if entry.name.strip() and not item_key(entry.name):
        yield "name", "事项名称只有标点，写出名称"
    if len(entry.aliases) > MOST_ALIASES:
        yield "aliases", f"别名有 {len(entry.aliases)} 个，至多 {MOST_ALIASES} 个"
    for kind in kinds_of(entry.category):
        if kind not in allowed and not (kind.startswith(OTHER) and len(kind) > len(OTHER)):
            yield "category", f"类别“{kind[:20]}”不在可选范围：{'、'.join(allowed)}；其他种类写作“其他-名称”"


def find(book: Book, told: Told) -> Match:
    """Return the item that a decision names: in the nearest department first, by whole names, then by names inside its title.

    依据: 发改办财金〔2018〕424号（目录外的决定应转入目录维护）；别名由部门管理员维护。
    单位: 无。
    错误: 不抛出；找不到或决定之日未启用时说明原因。
    """
    keys = [key for key in map(item_key, told.texts) if key]
    idle: Named | None = None
    for place in told.places:
        named = book.get((place, told.kind), ())
        for found in (*_whole(named, keys), *_inside(named, keys)):
            if found.enabled(told.on):
                return Match(found.item_id)
            idle = idle or found
    return Match(None, Cause.UNKNOWN) if idle is None else Match(idle.item_id, Cause.DISABLED)


def _whole(named: Sequence[Named], keys: Sequence[str]) -> Iterator[Named]:
    """Yield the items with one of the names, the first name first."""
    return (found for key in keys for found in named if key in found.keys)


def _inside(named: Sequence[Named], keys: Sequence[str]) -> Iterator[Named]:
    """Yield the item whose name stands inside a text; when several do, the longest name, when two are as long, none."""
    for key in keys:
        parts = [(len(part), found) for found in named for part in found.keys if len(part) >= SHORTEST_PART and part in key]
        longest = max((length for length, _found in parts), default=0)
        best = {found.item_id: found for length, found in parts if length == longest}
        if len(best) == 1:
            yield from best.values()


def refused_start(valid_from: date, *, open_from: date | None, today: date) -> str | None:
    """Tell why an edition cannot begin on a day.

    依据: 已作出的决定按决定之日的目录版本归类，旧版本不得改写。
    单位: 日。
    错误: 不抛出；可以时为空。
    """
    if open_from is not None and valid_from <= open_from:
        return f"生效日期应晚于现行版本的 {open_from.isoformat()}"
    if open_from is not None and valid_from < today:
        return f"生效日期 {valid_from.isoformat()} 已过，填今天或以后的日期"
    return None
