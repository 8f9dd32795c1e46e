"""From what the matcher says about a scope to the matters that are routed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from supervision.licensing.catalogue.schemas import Catalogue, Item, Stage
from supervision.licensing.matching.schemas import Decided, Match
from supervision.notices.pushing.schemas import Matter
from supervision.notices.states import PoolReason


def matters(decided: Decided, catalogue: Catalogue) -> tuple[Matter, ...]:
    """Return what a scope asks for: an item for each of its recipients, the doubts, or that there is nothing.

    依据: 国发〔2015〕62号；前置审批事项由登记机关查验批准文件，不作为待办推送。
    单位: 一项审批事项、一个接收职能为一件；同一事项的多处文字合并。
    错误: 不抛出；目录中没有的事项不推送。
    """
    sure = _by_item(decided.matches, catalogue)
    unsure = {item: found for item, found in _by_item(decided.doubts, catalogue).items() if item not in sure}
    told = [matter for item, found in sure.items() for matter in _asked(catalogue.items[item], found)]
    doubts = [_doubt(catalogue.items[item], found) for item, found in unsure.items()]
    return tuple(told + doubts) or (_nothing(decided, catalogue),)


def _by_item(found: Iterable[Match], catalogue: Catalogue) -> dict[str, list[Match]]:
    grouped: dict[str, list[Match]] = {}
    for match in found:
        item = catalogue.items.get(match.item)
        if item is not None and item.stage is Stage.POST:
            grouped.setdefault(match.item, []).append(match)
    return grouped


def _asked(item: Item, found: list[Match]) -> list[Matter]:
    return [
        Matter(item=item.code, function=recipient, name=item.name, certainty=_certainty(found), spans=_spans(found))
        for recipient in item.departments
    ]


def _doubt(item: Item, found: list[Match]) -> Matter:
    words = "、".join(f"“{match.clause}”" for match in found)
    return Matter(
        item=item.code,
        ground=PoolReason.DOUBT,
        name=item.name,
        certainty=_certainty(found),
        spans=_spans(found),
        text=f"经营范围中{words}是否涉及“{item.name}”把握不足，请相关部门认领核实",
    )


def _certainty(found: list[Match]) -> float:
    return round(max(match.certainty for match in found), 3)


def _spans(found: list[Match]) -> tuple[Mapping[str, Any], ...]:
    return tuple({**asdict(span), "role": span.role.value, "clause": match.clause} for match in found for span in match.spans)


def _nothing(decided: Decided, catalogue: Catalogue) -> Matter:
    if decided.result.empty:
        return Matter(ground=PoolReason.SCOPE_EMPTY, text="登记信息没有经营范围，请登记机关补正，或由行业主管部门认领")
    if decided.result.garbled:
        words = decided.result.message or "经营范围文字无法识别"
        return Matter(ground=PoolReason.SCOPE_GARBLED, text=f"{words}，请登记机关核对原文，或由行业主管部门认领")
    prior = sorted({catalogue.items[match.item].name for match in decided.matches if match.item in catalogue.items})
    if prior:
        return Matter(ground=PoolReason.NO_ITEM, text=f"仅涉及前置审批或无须审批的事项（{'、'.join(prior)}）")
    return Matter(ground=PoolReason.NO_ITEM, text="经营范围未涉及后置审批事项")


def stored(found: Iterable[Matter]) -> list[dict[str, Any]]:
    """Return matters as they are kept.

    依据: 内部约定。
    单位: JSON 对象。
    错误: 不抛出。
    """
    return [{**asdict(matter), "ground": matter.ground.value if matter.ground else None} for matter in found]


def restored(kept: Iterable[Mapping[str, Any]]) -> tuple[Matter, ...]:
    """Return matters as they were found.

    依据: 内部约定。
    单位: 见 Matter。
    错误: 不抛出。
    """
    return tuple(_restored(dict(one)) for one in kept)


def _restored(one: dict[str, Any]) -> Matter:
    ground = PoolReason(one["ground"]) if one["ground"] else None
    return Matter(**{**one, "ground": ground, "spans": tuple(one["spans"])})
