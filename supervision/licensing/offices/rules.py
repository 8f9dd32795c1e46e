"""Where an item is decided: the division of its level, and the levels to try one after another."""

from collections.abc import Iterator
from typing import Final

from supervision.licensing.catalogue.schemas import Item, Level

UPWARDS: Final = (Level.COUNTY, Level.CITY, Level.PROVINCE, Level.NATION)
NATION: Final = "000000"


def level_of(division: str) -> Level:
    """Return the level of a division code.

    依据: GB/T 2260 六位代码：省、市、县各两位。
    单位: 无。
    错误: 无；不是六位的按县级处理。
    """
    if division == NATION:
        return Level.NATION
    if division.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if division.endswith("00") else Level.COUNTY


def division_at(division: str, level: Level) -> str | None:
    """Return the division of a level that a place belongs to; None where the place itself stands above that level.

    依据: GB/T 2260 六位代码：省、市、县各两位；直辖市的区县上一级即为市本级（省级代码）。
    单位: 无。
    错误: 无。
    """
    if UPWARDS.index(level_of(division)) > UPWARDS.index(level):
        return None
    return {
        Level.COUNTY: division,
        Level.CITY: f"{division[:4]}00",
        Level.PROVINCE: f"{division[:2]}0000",
        Level.NATION: NATION,
    }[level]


def places(item: Item, division: str) -> Iterator[tuple[Level, str]]:
    """Yield where an office may be, the best place first: the item's own levels, then the registrar's level and upwards.

    依据: 双告知推送“同级审批部门”；审批层级以目录为准，平台内没有该层级部门时由本地同职能部门承接。
    单位: 无。
    错误: 无；一个也没有时不给出。
    """
    seen = set()
    for level in (*item.levels, *UPWARDS):
        place = division_at(division, level)
        if place is not None and place not in seen:
            seen.add(place)
            yield level, place


def is_division(code: str) -> bool:
    """Tell whether a text has the form of a division code.

    依据: GB/T 2260 六位数字。
    单位: 无。
    错误: 无。
    """
    return len(code) == len(NATION) and code.isascii() and code.isdigit()
