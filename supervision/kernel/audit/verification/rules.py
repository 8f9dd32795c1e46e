"""What can be wrong with a chain, in words that an administrator acts on."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What happened to a row behind the platform's back."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    TAIL_CUT = "tail-cut"
    REWRITTEN = "rewritten"
    ACCESS_CHANGED = "access-changed"
    ROOT_INVALID = "root-invalid"


LABELS = {
    Fault.CHANGED: "内容被改动",
    Fault.REMOVED: "记录被删除",
    Fault.REORDERED: "顺序被调换",
    Fault.TAIL_CUT: "尾部被截断",
    Fault.REWRITTEN: "与已签名的根不一致",
    Fault.ACCESS_CHANGED: "已封存的访问记录被改动",
    Fault.ROOT_INVALID: "根文件签名无效",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and where it is; `place` is a number of the chain unless the text says otherwise."""

    fault: Fault
    place: int
    text: str

    @property
    def label(self) -> str:
        return LABELS[self.fault]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer."""

    entries: int
    readings: int
    roots: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings
