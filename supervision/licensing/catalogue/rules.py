"""What an item may say, and on which days a version holds."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from supervision.licensing.catalogue.schemas import Item, ReformMode, Stage

CODE: Final = re.compile(r"[A-Z]{2}[0-9]{2,4}")
DIVISION: Final = re.compile(r"[0-9]{6}")
WORKDAYS: Final = range(1, 251)
LONGEST: Final = {"name": 80, "basis": 400, "definition": 2000, "source": 400}


def faults(item: Item, functions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an item: the field, and a sentence that says what to write instead.

    依据: 国发〔2021〕7号要求逐项列明事项、部门、层级、依据与改革方式；错误句子面向目录维护人员。
    单位: 反馈期限为工作日。
    错误: 不抛出，逐条给出。
    """
    if not CODE.fullmatch(item.code):
        yield "code", f"事项代码“{item.code}”应为两个大写字母加二至四位数字，例如 SP001"
    for name, longest in LONGEST.items():
        text = getattr(item, name)
        if not text.strip():
            yield name, f"{_LABELS[name]}没有填写"
        elif len(text) > longest:
            yield name, f"{_LABELS[name]}有 {len(text)} 字，至多 {longest} 字"
    if item.feedback_workdays not in WORKDAYS:
        yield "feedback_workdays", f"反馈期限应在 1 到 250 个工作日之间，不能是 {item.feedback_workdays}"
    if not item.levels:
        yield "levels", "至少写一个审批层级：县级、市级、省级、国家"
    yield from _department_faults(item, frozenset(functions))
    yield from _mode_faults(item)


_LABELS: Final = {"name": "事项名称", "basis": "设定依据", "definition": "判断口径", "source": "来源"}


def _department_faults(item: Item, functions: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not item.departments:
        yield "departments", "至少写一个审批部门职能"
    for name in item.functions:
        if name not in functions:
            yield "departments", f"没有部门职能“{name}”，可用的见“部门职能归口”页"
    if len(set(item.functions)) < len(item.functions):
        yield "departments", "同一部门职能写了两次"


def _mode_faults(item: Item) -> Iterator[tuple[str, str]]:
    for mode in item.reform_modes:
        if mode.division is not None and not DIVISION.fullmatch(mode.division):
            yield "reform_modes", f"改革方式的区划“{mode.division}”应为 6 位代码，全国留空"
        if mode.ends_on is not None and mode.ends_on <= mode.starts_on:
            yield "reform_modes", f"改革方式的止日 {mode.ends_on} 应晚于起日 {mode.starts_on}"
    ordered = sorted(item.reform_modes, key=lambda mode: (mode.division or "", mode.starts_on))
    for before, after in pairwise(ordered):
        if before.division == after.division and _overlap(before, after):
            place = before.division or "全国"
            yield "reform_modes", f"{place}的两条改革方式在 {after.starts_on} 重叠，先结束前一条"
    if item.stage == Stage.NONE and any(mode.mode in {"optimised", "commitment"} for mode in item.reform_modes):
        yield "reform_modes", "无须审批的事项只能写“直接取消审批”或“审批改为备案”"


def _overlap(before: ReformMode, after: ReformMode) -> bool:
    return before.ends_on is None or after.starts_on < before.ends_on


def last_day_of(starts_on: date, others: Iterable[date]) -> date | None:
    """Return the first day on which a version that starts here no longer holds: the start of the next one.

    依据: 任一日至多一个版本生效。
    单位: 自然日，止日不含当日。
    错误: 无；没有后续版本时返回 None。
    """
    return min((day for day in others if day > starts_on), default=None)
