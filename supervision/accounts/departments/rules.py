"""What a department's codes must be like."""

import re

from supervision.accounts.departments.errors import DivisionNotACode

PROVINCE = 2
DIVISION = re.compile(r"[0-9]{6}")


def plain_division(text: str | None) -> str | None:
    """Return a division code, or nothing where none is given.

    依据: GB/T 2260（6 位数字：省、市、县各 2 位）。
    单位: 无。
    错误: DivisionNotACode。
    """
    division = (text or "").strip()
    if not division:
        return None
    if not DIVISION.fullmatch(division):
        raise DivisionNotACode(division=division[:12])
    return division


def subtree_of(division: str | None) -> str | None:
    """Return the beginning that every division inside this one shares; a province is `31`, a city `3101`.

    依据: GB/T 2260 的层次结构：末尾成对的零表示上一级。
    单位: 无。
    错误: 无。
    """
    if division is None:
        return None
    while len(division) > PROVINCE and division.endswith("00"):
        division = division[:-2]
    return division


def level_of(division: str | None) -> str:
    """Return the level of a department from its division, for those who leave it out.

    依据: GB/T 2260（末两位为 00 的是市级或以上）。
    单位: 无。
    错误: 无。
    """
    return "city" if division is None or division.endswith("00") else "district"
