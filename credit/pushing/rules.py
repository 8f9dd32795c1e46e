"""What a push means, when two are the same, and when an authorisation holds."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from credit.pushing.errors import NothingUnderstood, PeriodRefused
from credit.pushing.schemas import OUTCOME_LABELS, Push
from credit.standards.schemas import Table
from supervision.intake.kinds import RowKind
from supervision.intake.layouts.rules import mapping_for
from supervision.intake.layouts.schemas import Mapping as Meaning
from supervision.intake.models import Verdict
from supervision.intake.reading.headers.rules import column_names

LONGEST_YEARS: Final = 3
VERDICTS: Final = {
    Verdict.ACCEPTED: "accepted",
    Verdict.WARNED: "warned",
    Verdict.HELD: "held",
    Verdict.REJECTED: "rejected",
}
FINDING: Final = ("severity", "field", "value", "rule", "message", "remedy")


def digest_of(push: Push) -> bytes:
    """Return what tells one body from another: names in any order, rows in theirs.

    依据: 幂等键与内容一一对应。
    单位: SHA-256，32 字节。
    错误: 无。
    """
    said = {"table": push.table, "department": push.department, "rows": [dict(row) for row in push.rows]}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).digest()


def names_of(push: Push, table: Table, kind: RowKind) -> tuple[str, ...]:
    """Return the columns of a push: every name that a row uses, and the required fields that none does.

    依据: V01（必填项）逐行指出，不整批拒收。
    单位: 无。
    错误: NothingUnderstood（没有一个字段名认得）。
    """
    used = list(dict.fromkeys(name for row in push.rows for name in row))
    given = mapping_for(column_names(used), kind)
    if not given.columns:
        example = "、".join(column.code for column in table.columns[:3])
        raise NothingUnderstood(names="、".join(used[:5]), table=table.label, example=example)
    known = set(given.columns.values())
    missing = [column.code for column in table.columns if column.name not in known and kind.field(column.name).required]
    return (*used, *(code for code in missing if code not in used))


def meaning_of(names: Sequence[str], kind: RowKind) -> tuple[tuple[str, ...], Meaning, list[str]]:
    """Return the header under which the columns come through the door, what they mean, and which mean nothing.

    依据: 数据标准的字段代码、名称与别名。
    单位: 金额为万元。
    错误: 无。
    """
    header = column_names(names)
    mapping = mapping_for(header, kind)
    return header, mapping, [name for name, called in zip(names, header, strict=True) if called not in mapping.columns]


def outcomes(
    ended: Sequence[tuple[int, int]], findings: Mapping[int, list[dict[str, Any]]], table: Table, *, rows: Sequence[int]
) -> list[dict[str, Any]]:
    """Return how each row ended, with everything that was found in it.

    依据: 逐行反馈字段、内容、规则和改正办法。
    单位: 行，从 1 起。
    错误: 无。
    """
    verdict = {row: VERDICTS[Verdict(value)] for row, value in ended}
    told = []
    for row in rows:
        outcome = verdict.get(row, "blank")
        found = [_told(item, table) for item in findings.get(row, [])]
        told.append({"row": row, "outcome": outcome, "label": OUTCOME_LABELS[outcome], "findings": found})
    return told


def _told(finding: Mapping[str, Any], table: Table) -> dict[str, Any]:
    column = table.column(finding["field"]) if finding["field"] else None
    told = {name: finding[name] for name in FINDING}
    return {**told, "field": column.code if column else finding["field"], "label": column.label if column else None}


def by_row(findings: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """Return findings by their row.

    依据: 同 outcomes。
    单位: 行。
    错误: 无。
    """
    grouped: dict[int, list[dict[str, Any]]] = {}
    for item in findings.select("row_no", *FINDING).to_dicts():
        grouped.setdefault(item.pop("row_no"), []).append(item)
    return grouped


def check_period(valid_from: date, valid_to: date, *, today: date) -> None:
    """Refuse an authorisation without a near end, or one that is over already.

    依据: 授权须有期限；最小授权原则（GB/T 22239-2019 8.1.4.2）。
    单位: 日，含首尾；至多三年。
    错误: PeriodRefused。
    """
    if valid_to < valid_from:
        raise PeriodRefused(why="止日早于起日", years=LONGEST_YEARS)
    if valid_to < today:
        raise PeriodRefused(why="止日已过", years=LONGEST_YEARS)
    if (valid_to - valid_from).days > 366 * LONGEST_YEARS:
        raise PeriodRefused(why="期限太长", years=LONGEST_YEARS)
