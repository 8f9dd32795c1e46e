"""Comparing both sides, decision by decision: how far each got, and in what they do not agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from credit.channels.settling.rules import may_hold
from credit.channels.states import Difference, MessageState


@dataclass(frozen=True, slots=True)
class Held:
    """One record as the receiver lists it."""

    record: str
    version: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One difference, about a decision or about a record that nobody here knows."""

    kind: Difference
    detail: str
    decision_id: int | None = None
    department_id: int | None = None
    record: str | None = None


@dataclass(slots=True)
class Stages:
    """Of the decisions of a department and a day: how many came in, are to be given out, went out, were received, are held."""

    produced: int = 0
    published: int = 0
    sent: int = 0
    received: int = 0
    held: int | None = None
    differences: int = 0


def stages_of(lines: Iterable[Any], held: Mapping[str, Held] | None) -> dict[int, Stages]:
    """Count by department how far decisions got; each stage counts only what is in the one before.

    依据: 沪府办发〔2016〕15号（产生、公示、归集逐级核对）；平台对账规则。
    单位: 条，按决定首次收到的日期和报送部门。
    错误: 不抛出；接收方没有给出清单时 held 为空。
    """
    counted: dict[int, Stages] = {}
    for line in lines:
        stages = counted.setdefault(line.department_id, Stages(held=None if held is None else 0))
        stages.produced += bool(line.matches)
        if line.wanted_version is None:
            continue
        given = line.was_wanted and line.given_version == line.wanted_version and line.sent == line.sequence
        stages.published += 1
        stages.sent += given
        stages.received += given and line.received and line.received_version == line.wanted_version
        if stages.held is not None:
            stages.held += str(line.record) in (held or {})
    return counted


def differences(lines: Iterable[Any], held: Mapping[str, Held] | None, states: Mapping[int, Any]) -> list[Found]:
    """Name every decision in which the stages or both sides differ; `states` has the newest message of each decision.

    依据: 平台对账规则：差异逐条列明，不以总数相等代替。
    单位: 条。
    错误: 不抛出；接收方没有给出清单时只比对本平台各环节。
    """
    known, found = set(), []
    for line in lines:
        known.add(str(line.record))
        one = _difference(line, held, states.get(line.decision_id))
        if one is not None:
            found.append(Found(*one, decision_id=line.decision_id, department_id=line.department_id, record=_record(line)))
    strangers = sorted(record for record in held or {} if record not in known)
    return found + [
        Found(Difference.UNKNOWN, "对方清单中的记录号在本平台该日没有对应决定", record=record) for record in strangers
    ]


def _record(line: Any) -> str | None:
    return str(line.record) if line.record else None


def _difference(line: Any, held: Mapping[str, Held] | None, message: Any) -> tuple[Difference, str] | None:
    there = None if held is None else held.get(str(line.record))
    if line.wanted_version is None:
        return _unwanted(line, there)
    if not line.was_wanted or line.given_version != line.wanted_version or message is None:
        return Difference.UNQUEUED, f"应推送第 {line.wanted_version} 版，队列中没有"
    state = MessageState(message.state)
    if state in {MessageState.WAITING, MessageState.SENDING}:
        return Difference.UNSENT, message.last_error or "排队中"
    if state is MessageState.REFUSED:
        return Difference.REFUSED, "；".join(one["reason"] for one in message.reasons)
    if state is MessageState.SENT:
        return Difference.UNANSWERED, message.last_error or "接收方尚未给出回执"
    return _unlike(line, there) if held is not None else None


def _unwanted(line: Any, there: Held | None) -> tuple[Difference, str] | None:
    if there is not None:
        return Difference.EXTRA, f"对方仍持有第 {there.version} 版"
    if line.was_wanted or (may_hold(line) and line.received):
        return Difference.EXTRA, "撤下尚未得到确认"
    if not line.matches or line.status != "valid" or line.publicity_state in {"withdrawn", "repaired", "expired"}:
        return None
    return Difference.UNPUBLISHED, line.publicity_reason or ("有疑问数据待处理" if line.held else "公示审核未完成或不予公示")


def _unlike(line: Any, there: Held | None) -> tuple[Difference, str] | None:
    if there is None:
        return Difference.MISSING, "有接收回执，对方清单中没有"
    if there.version != line.wanted_version:
        return Difference.OTHER, f"对方持有第 {there.version} 版，应为第 {line.wanted_version} 版"
    if there.digest != line.received_digest:
        return Difference.OTHER, "对方所持内容的摘要与回执不符"
    return None
