"""What a credit record consists of; every text is as the public may see it."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a decision, an honour or an entry of a list; days are as people write them."""

    title: str
    doc_no: str
    authority: str
    on: str
    until: str = ""
    detail: str = ""
    token: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """The record of one subject as of a day: only what is public now, so that what was repaired or has ended is not in it."""

    subject_id: int
    name: str
    code: str
    kind: str
    as_of: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    licences: list[Row] = field(default_factory=list)
    penalties: list[Row] = field(default_factory=list)
    honours: list[Row] = field(default_factory=list)
    lists: list[Row] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def counts(self) -> dict[str, int]:
        return {label: len(getattr(self, name)) for name, label in SECTIONS.items()}


SECTIONS: Final = {"licences": "行政许可", "penalties": "行政处罚", "honours": "荣誉与评价", "lists": "名单信息"}
RED, BLACK = ("honours",), ("lists", "penalties")
