"""What has to be told to a receiver, from what it should hold and what it was given."""

from dataclasses import dataclass
from typing import Any, Final

from credit.channels.states import Act

CORRECTED, REPAIRED, EXPIRED, WITHDRAWN = "corrected", "repaired", "expired", "withdrawn"
REASONS: Final = {
    CORRECTED: "决定已更正，新版本审核后公示",
    EXPIRED: "公示期限届满",
    REPAIRED: "信用已修复",
    WITHDRAWN: "决定已撤回",
}
ENDED: Final = "决定已无效，或不再属于本渠道归集范围"


@dataclass(frozen=True, slots=True)
class Told:
    """A message to be made; without an act what waits is only called off, since the receiver never had anything."""

    act: Act | None
    reason: str | None = None


def may_hold(line: Any) -> bool:
    """Tell whether the receiver holds the record, or may: something went out and no receipt says that it is gone.

    依据: 平台推送规则：没有回执的一律按可能已收到处理。
    单位: 一条决定在一个渠道。
    错误: 不抛出。
    """
    return bool(line.received) or line.sent > line.answered


def told(line: Any, *, again: bool = False) -> Told | None:
    """Return what to tell a receiver about a decision, or nothing where it was told already.

    依据: 行政处罚法第四十八条（撤回）；沪府办发〔2016〕15号（变更、撤销沿原渠道更新）；国家发展改革委令第36号（修复后停止共享）。
    单位: 一条决定在一个渠道；again 为重新推送。
    错误: 不抛出。
    """
    if line.wanted_version is not None:
        if not again and line.was_wanted and line.given_version == line.wanted_version:
            return None
        return Told(Act.CORRECT if may_hold(line) else Act.PUBLISH)
    if line.sent == 0:
        return Told(None) if line.was_wanted else None
    if not line.was_wanted and not again:
        return None
    repaired = line.publicity_state == REPAIRED or line.closed_version is not None
    act = Act.REPAIR if repaired else Act.WITHDRAW
    return Told(act, _reason(line, repaired=repaired))


def _reason(line: Any, *, repaired: bool) -> str:
    if repaired:
        return REASONS[REPAIRED]
    return line.publicity_reason or REASONS.get(line.publicity_state or "", ENDED)
