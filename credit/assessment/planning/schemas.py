"""A month of a department as its calendar shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MonthState(StrEnum):
    """How a month stands for one kind of decisions."""

    REPORTED = "reported"
    DECLARED = "declared"
    PARTLY = "partly"
    SILENT = "silent"
    RUNNING = "running"
    UNUSED = "unused"

    @property
    def label(self) -> str:
        return {
            "reported": "已报",
            "declared": "零报告",
            "partly": "部分漏报",
            "silent": "漏报",
            "running": "未到期",
            "unused": "无在用事项",
        }[self]

    @property
    def tone(self) -> str:
        return {"reported": "ok", "declared": "info", "partly": "warn", "silent": "bad", "running": "mute", "unused": "mute"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class Month:
    """One kind of decisions in one month: how many came, of how many items, and what is missing."""

    month: date
    kind: str
    reported: int
    expected: int
    missing: int
    due_on: date
    declared: bool
    contradicted: bool
    state: MonthState
    days: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that was in use, and of which nothing came in a month."""

    item_id: int
    code: str
    name: str
    kind: str
    last_decided_on: date
