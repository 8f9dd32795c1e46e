"""What a sweep can find out of order."""

from enum import StrEnum


class Omission(StrEnum):
    """核查发现."""

    NOT_JUDGED = "not_judged"
    MISSING = "missing"
    SURPLUS = "surplus"
    NOT_ARCHIVED = "not_archived"
    CHANGED = "changed"
    NOW_PLACED = "now_placed"
    OFFICE_ENDED = "office_ended"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Omission.NOT_JUDGED: "登记未比对",
    Omission.MISSING: "应推未推",
    Omission.SURPLUS: "应撤未撤",
    Omission.NOT_ARCHIVED: "登记滞留未入档",
    Omission.CHANGED: "比对结论已变化",
    Omission.NOW_PLACED: "已有对应部门",
    Omission.OFFICE_ENDED: "承办部门已撤销",
}
