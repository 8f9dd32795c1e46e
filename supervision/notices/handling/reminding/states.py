"""Who is told of a period that ends or has ended."""

from enum import StrEnum


class Level(StrEnum):
    """催办或督办的层级."""

    OFFICE = "office"
    HEAD = "head"
    CITY = "city"

    @property
    def label(self) -> str:
        return {Level.OFFICE: "提醒承办部门", Level.HEAD: "提请部门负责人", Level.CITY: "提请市级督办"}[self]
