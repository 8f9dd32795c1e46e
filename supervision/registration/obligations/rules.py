"""Until when a firm must have changed its scope or cancelled, and how that is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from supervision.kernel.rulebook.rules import Rule
from supervision.kernel.workdays.rules import WorkCalendar
from supervision.registration.obligations.states import GROUND_LABELS, Ground

TOPIC: Final = "deadline"
SUBJECT: Final = "登记"
STEP: Final = "licence lost: change or cancel"
BASIS: Final = "市场主体登记管理条例第二十六条"
SOON: Final = 7


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of the period, and the rule by which it was counted."""

    day: date
    rule: str


def change_by(began_on: date, *, calendar: WorkCalendar, rule: Rule) -> Due:
    """Return the last day on which the scope may be changed or the firm cancelled.

    依据: 市场主体登记管理条例第二十六条（许可证被吊销、撤销或者有效期届满之日起 30 日内）；民法典第二百零一条、第二百零三条。
    单位: 自然日，不含当日；最后一日是休息日的顺延。
    错误: 不抛出。
    """
    return Due(calendar.add_days(began_on, int(rule.params["length"])).day, rule.reference)


def rule_of(rules: Iterable[Rule]) -> Rule | None:
    """Return the rule of this period among those about registration.

    依据: 规则库 deadline 主题，登记。
    单位: 无。
    错误: 无；没有为空。
    """
    return next((rule for rule in rules if rule.params.get("step") == STEP), None)


def due_in_words(due_on: date, *, on: date) -> tuple[str, str]:
    """Return how much of the period is left, in words and as a tone.

    依据: 同 `change_by`。
    单位: 自然日。
    错误: 无。
    """
    left = (due_on - on).days
    if left < 0:
        return f"逾期 {-left} 日", "bad"
    if left == 0:
        return "今天到期", "warn"
    return f"还有 {left} 日", "warn" if left <= SOON else "mute"


def line_of(item_name: str, ground: Ground, due_on: date) -> str:
    """Return what the timeline says of the duty.

    依据: 同 `change_by`。
    单位: 无。
    错误: 无。
    """
    return f"应变更经营范围；{item_name}，{GROUND_LABELS[ground]}，{due_on.isoformat()} 前变更登记或办理注销"
