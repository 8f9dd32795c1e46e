"""通知书: which notice goes with which state, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from credit.repair.errors import RepairUnknown
from credit.repair.states import RepairState


@dataclass(frozen=True, slots=True)
class Notice:
    """The title of a notice, what is decided, and whether it says how to object."""

    title: str
    decided: str
    appeal: bool = False


_UNDER_REVIEW: Final = Notice("信用修复受理通知书", "申请已受理，将在期限内作出决定。")
_REPAIRED: Final = Notice(
    "信用修复决定书",
    "准予信用修复。自决定之日起停止公示、停止共享，各处依此解除与之相关的措施；法律规定应当继续的除外。",
)
NOTICES: Final[Mapping[RepairState, Notice]] = {
    RepairState.INCOMPLETE: Notice("信用修复补正通知书", "材料需要补正，补正后重新计算受理期限。"),
    RepairState.NOT_ACCEPTED: Notice("信用修复不予受理通知书", "申请不予受理。", appeal=True),
    RepairState.ACCEPTED: _UNDER_REVIEW,
    RepairState.EXTENDED: Notice("信用修复延期审查通知书", "情况复杂，审查期限延长。"),
    RepairState.REFUSED: Notice("不予信用修复决定书", "不予信用修复，公示按原期限继续。", appeal=True),
    RepairState.APPROVED: _REPAIRED,
    RepairState.CLOSED: _REPAIRED,
    RepairState.UNDONE: Notice(
        "撤销信用修复决定书", "承诺不实，撤销信用修复，恢复公示，公示期重新计算，期限内不得再次申请。", appeal=True
    ),
}


def notice_of(state: RepairState) -> Notice:
    """Return the notice that an applicant is given in a state.

    依据: 行政复议法第二十条、行政诉讼法第四十六条（不利的决定告知救济途径）；国家发展改革委令第36号（结果告知申请人）。
    单位: 无。
    错误: RepairUnknown（还没有作出任何决定，或申请已撤回）。
    """
    found = NOTICES.get(state)
    if found is None:
        raise RepairUnknown
    return found
