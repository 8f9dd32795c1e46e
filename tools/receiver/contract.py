"""What this side accepts: its own reading of the standard and of what each receiver may be given."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEGAL = ("法人行政许可", "法人行政处罚")
PERSONAL = ("自然人行政许可", "自然人行政处罚")
WANTED = {
    "credit-china": LEGAL,
    "province": LEGAL,
    "legal-base": LEGAL,
    "population-base": PERSONAL,
    "gsxt": LEGAL,
}
CATALOGUE = {"credit-china", "province"}
PUBLIC = {"credit-china", "province", "gsxt"}
NEVER = {"XK_FR_ZJHM", "XK_FR_ZJLX", "CF_FR_ZJHM", "CF_FR_ZJLX"}
ITEM = ("code", "name", "kind", "basis", "department", "department_code", "valid_from")
ACTS = {"publish", "correct", "withdraw", "repair"}
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
RESIDENT = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
DAY = re.compile(r"(19|20)\d{2}/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])")
MONEY = re.compile(r"\d{1,12}(\.\d{1,6})?")


@dataclass(frozen=True)
class Column:
    """One column of a table of the standard."""

    code: str
    name: str
    type: str
    longest: int | None
    required: bool


def tables() -> dict[str, dict[str, Column]]:
    """Return the tables of the standard, their columns in order."""
    found: dict[str, dict[str, Column]] = {}
    with (Path(__file__).parent / "tables.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            longest = int(row["longest"]) if row["longest"] else None
            column = Column(row["code"], row["name"], row["type"], longest, bool(row["required"]))
            found.setdefault(row["table"], {})[column.code] = column
    return found


TABLES = tables()


def faults(channel: str, message: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return why a message is refused; nothing where it is good."""
    if message.get("action") not in ACTS:
        return [fault("", "操作不明")]
    if message["action"] in {"withdraw", "repair"}:
        return [] if str(message.get("reason") or "").strip() else [fault("", "撤下没有理由")]
    table, row = message.get("table"), message.get("row")
    if table not in WANTED[channel]:
        return [fault("", f"{channel} 不接收“{table}”")]
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        return [fault("", "没有数据行")]
    return row_faults(channel, TABLES[str(table)], row)


def catalogue_fault(channel: str, given: Mapping[str, Any]) -> str | None:
    """Return why a catalogue is refused as a whole; nothing where it is good."""
    items = given.get("items")
    if channel not in CATALOGUE or given.get("contract") != channel:
        return "本渠道不接收事项目录"
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        return "没有事项"
    if any(not str(one.get(name) or "").strip() for one in items for name in ITEM):
        return "事项缺少编码、名称、种类、依据、部门或生效日期"
    codes = [str(one["code"]) for one in items]
    return None if codes == sorted(set(codes)) else "事项编码重复，或没有按编码排列"


def row_faults(channel: str, columns: Mapping[str, Column], row: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what is wrong with a row: its columns, their order, and what stands in them."""
    strange = [code for code in row if code not in columns or code in NEVER]
    found = [fault(code, "合同没有这一项") for code in strange]
    order = [code for code in columns if code in row]
    if [code for code in row if code in columns] != order:
        found.append(fault("", "字段次序与标准不符"))
    for column in columns.values():
        if column.required and not row.get(column.code, "").strip() and column.code not in NEVER:
            found.append(fault(column.code, f"缺少{column.name}"))
        elif row.get(column.code):
            found += value_faults(channel, column, row[column.code])
    return found


def value_faults(channel: str, column: Column, value: str) -> list[dict[str, str]]:
    """Return what is wrong with one value."""
    found = []
    if column.longest is not None and len(value) > column.longest:
        found.append(fault(column.code, f"超过 {column.longest} 字"))
    if column.type == "date" and not DAY.fullmatch(value):
        found.append(fault(column.code, "日期应为 YYYY/MM/DD"))
    if column.type == "money" and not MONEY.fullmatch(value):
        found.append(fault(column.code, "金额应为万元，至多六位小数"))
    if column.code.endswith(("SHXYM", "JGDM", "LYDWDM", "SJLYDM")) and not code_holds(value):
        found.append(fault(column.code, "统一社会信用代码校验不通过"))
    if channel in PUBLIC and not column.code.endswith(("SHXYM", "DM")) and (RESIDENT.search(value) or MOBILE.search(value)):
        found.append(fault(column.code, "含有个人身份号码或手机号"))
    return found


def code_holds(code: str) -> bool:
    """Tell whether a unified code's last sign is what the others make it (GB 32100)."""
    if len(code) != 18 or any(sign not in SIGNS for sign in code):  # noqa: PLR2004 - the length of a code
        return False
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return SIGNS[-total % 31] == code[17]


def fault(code: str, reason: str) -> dict[str, str]:
    """Return one reason as receipts name it."""
    return {"field": code, "reason": reason}
