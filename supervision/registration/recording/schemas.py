"""What comes in, what is answered, and what upper packages may add to the page of an entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session


class Outcome(StrEnum):
    """办理结果 of one entry as received."""

    NEW = "new"
    REPEATED = "repeated"
    CORRECTED = "corrected"
    HELD = "held"


class Channel(StrEnum):
    """Through which door an entry came."""

    API = "api"
    FILE = "file"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One registration as the registrar wrote it: every value a text, read and judged by `record`.

    `payload` is what arrived; where it is empty it is made from the values. Rows of files give `batch_id` and `row_no`.
    """

    source_no: str | None = None
    kind: str | None = None
    occurred_on: str | None = None
    code: str | None = None
    regno: str | None = None
    name: str | None = None
    type_name: str | None = None
    legal_rep: str | None = None
    scope: str | None = None
    scope_codes: Sequence[str] = ()
    address: str | None = None
    division: str | None = None
    telephone: str | None = None
    note: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    batch_id: int | None = None
    row_no: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know about an entry."""

    rule: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one entry, in the order in which they were given."""

    entry_id: int
    source_no: str
    version: int
    outcome: Outcome
    message: str = ""
    remedy: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryPanel:
    """A part of the page of an entry, registered among a module's `parts`; `load(session, entry_id)` gives the template its `panel`."""

    title: str
    template: str
    permission: str
    load: Callable[[Session, int], Any]
    order: int = 100
