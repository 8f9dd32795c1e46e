"""A licence beside a notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Licence:
    """A reported licence, as far as it tells which item it is of and whether it holds."""

    record_id: int
    matched: str
    item: str | None
    category: str | None
    certificate: str | None
    content: str | None
    result: str | None
    remark: str | None
    authority: str | None
    source_id: int
    occurred_on: date | None
    valid_to: date | None

    @property
    def titles(self) -> list[str]:
        """Return what may name the item."""
        return [text for text in (self.item, self.certificate, self.category) if text]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The item of a notice, and the others of the catalogue that the firm was told of at the same time."""

    item_code: str
    item_name: str
    department_id: int | None
    office: str | None
    beside: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure it is that the licence is the one, and why."""

    certainty: float
    why: str

    @property
    def possible(self) -> bool:
        return self.certainty > 0
