"""Which limits hold on a day; every number comes from the dated file beside this one."""

import json
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).parent / "data" / "policies.json"


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of one day, as numbers."""

    password_length: int
    password_classes: int
    password_history: int
    password_days: int
    lock_failures: int
    lock_minutes: int
    idle_minutes: int
    absolute_hours: int
    half_minutes: int
    purpose_minutes: int
    purpose_daily_quota: int
    day_begins_hour: int
    day_ends_hour: int


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of one limit, with the days on which it holds and why."""

    name: str
    value: int
    effective_from: date
    effective_to: date | None
    basis: str

    def holds(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@lru_cache(maxsize=1)
def dated_values() -> tuple[DatedValue, ...]:
    """Return every value there ever was.

    依据: 每一行的 basis。
    单位: 由名称说明（位、类、次、天、小时、分钟、时）。
    错误: 文件缺失或格式不符时启动即失败。
    """
    rows = json.loads(SOURCE.read_text(encoding="utf-8"))
    return tuple(
        DatedValue(
            name=row["name"],
            value=int(row["value"]),
            effective_from=date.fromisoformat(row["effective_from"]),
            effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
            basis=row["basis"],
        )
        for row in rows
    )


@lru_cache(maxsize=64)
def policy(on: date) -> Policy:
    """Return the limits that hold on a day; before the first value its first value holds.

    依据: GB/T 22239-2019 8.1.4.1；数值见 data/policies.json。
    单位: 由名称说明。
    错误: KeyError（文件缺少一项）。
    """
    chosen: dict[str, DatedValue] = {}
    for value in sorted(dated_values(), key=lambda item: item.effective_from):
        if value.name not in chosen or value.holds(on):
            chosen[value.name] = value
    return Policy(**{field.name: chosen[field.name].value for field in fields(Policy)})
