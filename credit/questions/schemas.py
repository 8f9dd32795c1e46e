"""The shapes in which questions, what the archive knows, and remedies are spoken of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

Cells = Mapping[str, str]
RENAME: Final = "rename"
PARTY: Final = "party"
TABLE: Final = "table"
OLD_CODE: Final = "old_code"
SUGGESTED: Final = "suggested"
LABELS: Final = {
    RENAME: "改用现名",
    PARTY: "改正相对人类别",
    TABLE: "移到正确的表",
    OLD_CODE: "换成统一社会信用代码",
    SUGGESTED: "采用建议的代码",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as the archive knows it now."""

    subject_id: int
    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows about the codes of a row: the firm of its code, of its old number, of the code that was meant."""

    by_code: Firm | None = None
    by_number: Firm | None = None
    by_suggestion: Firm | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row as it was and as it would be."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """One step that probably helps: which table the row goes into, and with which cells."""

    kind: str
    row_kind: str
    table: str
    why: str
    changes: tuple[Change, ...]
    cells: Mapping[str, str] = field(hash=False)

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a question has to be dealt with, and which rule says so."""

    on: date | None
    rule: str | None
