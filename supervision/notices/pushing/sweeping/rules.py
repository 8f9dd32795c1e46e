"""What a sweep calls out of order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from supervision.notices.pushing.judging.rules import restored
from supervision.notices.pushing.reconciling.schemas import Moves
from supervision.notices.pushing.schemas import Matter, Told
from supervision.notices.pushing.states import Omission

DAYS: Final = 15


@dataclass(frozen=True, slots=True)
class Found:
    """One thing out of order; `dedup_key` names the notice that mends it."""

    entry_id: int
    kind: Omission
    text: str
    item_code: str | None = None
    dedup_key: str | None = None
    notice_id: int | None = None


def window(today: date) -> tuple[date, date]:
    """Return the first and the last day that a sweep of today looks back over.

    依据: 每夜回看近 15 日登记并去重补推的既有做法（浙江省事中事后监管系统）；天数为平台规则。
    单位: 自然日，含首尾两日。
    错误: 不抛出。
    """
    return today - timedelta(days=DAYS - 1), today


def judged_otherwise(kept: Sequence[Mapping[str, Any]] | None, fresh: Told) -> Found | None:
    """Return what is wrong with the judgement of an entry: none was made, or it would be another now.

    依据: 目录与人工核定结论可在登记之后变化，变化应当留痕。
    单位: 一笔登记业务。
    错误: 不抛出。
    """
    if kept is None:
        return Found(fresh.entry_id, Omission.NOT_JUDGED, "登记已入档，但没有比对结论，已补比对")
    before, after = _names(restored(kept)), _names(fresh.matters or ())
    if before == after:
        return None
    gone, came = "、".join(sorted(before - after)), "、".join(sorted(after - before))
    parts = [f"不再涉及：{gone}" if gone else "", f"新涉及：{came}" if came else ""]
    return Found(fresh.entry_id, Omission.CHANGED, "目录或人工核定结论已变化，" + "；".join(part for part in parts if part))


def _names(matters: Iterable[Matter]) -> set[str]:
    return {f"{matter.name or '无事项'}（{matter.ground.label}）" if matter.ground else matter.name for matter in matters}


def out_of_order(todo: Moves) -> list[Found]:
    """Return what is missing and what is too much among the notices of some firms.

    依据: 国发〔2015〕62号，应推尽推；变更、吊销、注销后应撤尽撤。
    单位: 一件告知。
    错误: 不抛出。
    """
    missing = [
        Found(one.began.entry_id, Omission.MISSING, f"{one.matter.words}：应告知而未告知", one.matter.item, one.dedup_key)
        for one in todo.made
    ]
    partings = [
        Found(one.told.entry_id, Omission.MISSING, f"{one.spell.matter.words}：{one.told.kind.label}未告知发证部门",
              one.spell.matter.item, one.dedup_key)
        for one in todo.farewells
    ]  # fmt: skip
    back = [
        Found(
            spell.began.entry_id,
            Omission.MISSING,
            f"{spell.matter.words}：仍应告知而已撤回",
            spell.matter.item,
            spell.dedup_key,
        )
        for _standing, spell in todo.reinstated
    ]
    surplus = [
        Found(one.told.entry_id if one.told else one.standing.entry_id, Omission.SURPLUS, one.reason,
              notice_id=one.standing.notice_id)
        for one in todo.withdrawn
    ]  # fmt: skip
    return [*missing, *partings, *back, *surplus]
