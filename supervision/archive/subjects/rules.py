"""What may be seen of a dated fact on a day, and what the fields are called.

The rule of visibility stands here twice, as Python and as SQL text; tests hold the two together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from supervision.archive.subjects.errors import DayInTheFuture, DayMalformed
from supervision.kernel.clock import legal_date

REGISTRATION_FIELDS: Final = (
    "name",
    "code",
    "legal_rep",
    "type_name",
    "industry",
    "capital",
    "scope",
    "address",
    "telephone",
    "division",
    "region_name",
    "established_on",
    "state",
)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day whose facts are asked for, and the instant whose knowledge answers.

    Without `valid_on` everything known is shown, and what is in force is judged by the Shanghai date of `known_at`. With
    it, whatever began later is left out. `past` says that it is another view than today's; only `as_of` may deny it.
    """

    valid_on: date | None
    known_at: datetime
    past: bool = True

    @property
    def judged_on(self) -> date:
        return self.valid_on or legal_date(self.known_at)


@dataclass(frozen=True, slots=True)
class Dates:
    """When a fact was true and since when it was known; null dates are unknown, a null `known_to` is still believed."""

    valid_from: date | None
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None


def as_of(*, valid_on: date | None, known_on: date | None, now: datetime) -> AsOf:
    """Return the point of view for two days that a person wrote; the end of `known_on` counts, or now.

    依据: 双时态约定（“两个时间”），见 docs/architecture.md。
    单位: 上海日期；`known_on` 取当日结束的时刻。
    错误: DayInTheFuture（查询日期在今天之后）。
    """
    today = legal_date(now)
    for day in (valid_on, known_on):
        if day is not None and day > today:
            raise DayInTheFuture(day=day)
    if known_on is None or known_on == today:
        day = None if valid_on == today else valid_on
        return AsOf(valid_on=day, known_at=now, past=day is not None)
    end = datetime(known_on.year, known_on.month, known_on.day, 15, 59, 59, 999999, tzinfo=UTC)
    return AsOf(valid_on=valid_on, known_at=end)


def known(dates: Dates, point: AsOf) -> bool:
    """Return whether the fact was believed at the instant.

    依据: 双时态约定。
    单位: 时刻，含起不含止。
    错误: 无。
    """
    return dates.known_from <= point.known_at and (dates.known_to is None or dates.known_to > point.known_at)


def begun(dates: Dates, point: AsOf) -> bool:
    """Return whether the fact had begun on the day; an unknown beginning counts as begun.

    依据: 双时态约定；未知日期不得以入库日期代替。
    单位: 上海日期，含当日。
    错误: 无。
    """
    return point.valid_on is None or dates.valid_from is None or dates.valid_from <= point.valid_on


def in_force(dates: Dates, point: AsOf) -> bool:
    """Return whether the fact was in force on the day; its last day does not count.

    依据: 双时态约定。
    单位: 上海日期，含起不含止。
    错误: 无。
    """
    started = dates.valid_from is None or dates.valid_from <= point.judged_on
    return started and (dates.valid_to is None or dates.valid_to > point.judged_on)


def known_sql(alias: str, opened: str = "known_from", closed: str = "known_to") -> str:
    """Return `known` as a condition on `alias`, with the parameter `:known_at`.

    依据: 双时态约定。
    单位: 时刻，含起不含止。
    错误: 无。
    """
    return f"({alias}.{opened} <= :known_at AND ({alias}.{closed} IS NULL OR {alias}.{closed} > :known_at))"


def begun_sql(alias: str, began: str = "valid_from") -> str:
    """Return `begun` as a condition on `alias`, with the parameter `:valid_on`.

    依据: 双时态约定。
    单位: 上海日期，含当日。
    错误: 无。
    """
    return f"(:valid_on IS NULL OR {alias}.{began} IS NULL OR {alias}.{began} <= :valid_on)"


def in_force_sql(alias: str) -> str:
    """Return `in_force` as a condition on `alias`, with the parameter `:judged_on`.

    依据: 双时态约定。
    单位: 上海日期，含起不含止。
    错误: 无。
    """
    return (
        f"(({alias}.valid_from IS NULL OR {alias}.valid_from <= :judged_on)"
        f" AND ({alias}.valid_to IS NULL OR {alias}.valid_to > :judged_on))"
    )


FIELD_LABELS: Final[Mapping[str, str]] = {
    "name": "名称",
    "code": "统一社会信用代码",
    "legal_rep": "法定代表人",
    "type_name": "类型",
    "industry": "行业",
    "capital": "注册资本",
    "scope": "经营范围",
    "address": "住所",
    "telephone": "联系电话",
    "division": "登记地区划",
    "region_name": "所在地区",
    "established_on": "成立日期",
    "state": "登记状态",
}

DAY: Final = re.compile(r"(\d{4})\s*[-/年.]?\s*(\d{1,2})\s*[-/月.]?\s*(\d{1,2})\s*日?", re.ASCII)


def day_of(text: str | None) -> date | None:
    """Return the day that somebody wrote, or None for nothing.

    依据: 日期样式见设计规范：2026-11-18，也接受 2026/11/18、20261118、2026年11月18日。
    单位: 上海日期。
    错误: DayMalformed（不是日期）。
    """
    if text is None or not text.strip():
        return None
    match = DAY.fullmatch(text.strip())
    try:
        if match is not None:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise DayMalformed(text=text.strip()[:20])
