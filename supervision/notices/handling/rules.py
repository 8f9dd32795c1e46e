"""How a notice reads: its running clock in words, and the scope with the words that caused it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from supervision.kernel.divisions import division_name
from supervision.kernel.workdays.rules import WorkCalendar
from supervision.notices.handling.deadlines.rules import Clock, Clocks
from supervision.notices.states import NoticeState

NO_PERIOD: Final = date(9999, 12, 31)
TONES: Final = {"word": "ok", "code": "ok", "action": "ok", "marker": "info", "negative": "warn"}
QUARTER: Final = 4
NO_NAMES: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Due:
    """A running clock as it is shown: words first, the rule inside."""

    text: str
    tone: str
    end: date | None = None
    rule: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a business scope; `tone` is empty where nothing was matched."""

    text: str
    tone: str = ""


def due(state: NoticeState, due_on: date | None, *, today: date, clocks: Clocks) -> Due:
    """Return how the clock of an open notice reads on a day.

    依据: 规则库双告知各项期限；剩余不足四分之一或一个工作日的提示。
    单位: 工作日；到期当日显示“今天到期”。
    错误: 不抛出；没有期限的写明未设期限。
    """
    if not state.open or due_on is None:
        return Due(state.label, state.tone)
    if due_on >= NO_PERIOD:
        return Due("未设期限", "mute")
    clock = _clock(state, clocks)
    text, tone = _words(due_on, today=today, clock=clock, calendar=clocks.calendar)
    return Due(text, tone, due_on, clock.words if clock else "", clock.basis_words if clock else "")


def _clock(state: NoticeState, clocks: Clocks) -> Clock | None:
    return {NoticeState.PUSHED: clocks.receive, NoticeState.RECEIVED: clocks.answer, NoticeState.POOLED: clocks.claim}.get(
        state
    )


def _words(due_on: date, *, today: date, clock: Clock | None, calendar: WorkCalendar) -> tuple[str, str]:
    left = calendar.difference(today, due_on).days
    if due_on < today:
        return (f"逾期 {-left} 个工作日" if left else "已过期限"), "bad"
    if due_on == today:
        return "今天到期", "warn"
    soon = max(1, clock.length // QUARTER) if clock else 1
    return f"还有 {left} 个工作日", "warn" if left <= soon else "mute"


def places(division: str | None, *, on: date, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return the name of a division, or its code where nobody knows one.

    依据: GB/T 2260 行政区划代码；表外区划取当地部门名称所冠的地名（names）。
    单位: 六位代码。
    错误: 不抛出；没有区划的写明区划不明。
    """
    return (names.get(division) or division_name(division, on) or division) if division else "区划不明"


def pieces(scope: str, spans: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Cut a scope into what was matched and what was not; spans that overlap or lie outside are left out.

    依据: 经营范围比对结果所附的位置（notices.notice.spans）。
    单位: 字符位置，起含止不含。
    错误: 不抛出。
    """
    found, at = [], 0
    for span in sorted(spans, key=lambda item: (int(item.get("start", -1)), -int(item.get("end", -1)))):
        start, end = int(span.get("start", -1)), int(span.get("end", -1))
        if start < at or end <= start or end > len(scope):
            continue
        found += [Piece(scope[at:start])] if start > at else []
        found.append(Piece(scope[start:end], TONES.get(str(span.get("role")), "ok")))
        at = end
    return found + ([Piece(scope[at:])] if at < len(scope) else [])
