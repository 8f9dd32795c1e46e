"""Plain shapes of objections and questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from credit.objections.states import InquiryState, ObjectionState, Outcome, Remedy
from credit.publicity.states import Annotation

Upload = tuple[str, BinaryIO | bytes]


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to reach: kept sealed, shown to those who work on the case when they ask."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Who acts, when, from which form, and which revision the person had seen."""

    actor: str
    now: datetime
    revision: int | None = None
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """决定: what is answered, and what follows; `confirmed` says that a person agreed to what covers personal data."""

    outcome: Outcome | None
    remedy: Remedy | None = None
    answer: str = ""
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One objection in the queue."""

    id: int
    number: str
    party_name: str
    doc_no: str
    reason: str
    state: ObjectionState
    due_on: date | None
    due_rule: str | None
    due_words: str | None
    due_basis: str | None
    filed_at: datetime
    office: str


@dataclass(frozen=True, slots=True)
class File:
    """One file of an objection."""

    id: int
    filename: str
    size: int
    opens: bool
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One act as it is read; `who` is an office or the firm, `person` a name for those inside."""

    at: datetime
    label: str
    said: str
    who: str
    person: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What the firm reads under its receipt; nothing personal stands in it."""

    number: str
    token: str
    doc_no: str
    party_name: str
    kind: str
    reason: str
    state: ObjectionState
    filed_at: datetime
    office: str
    due_on: date | None
    due_words: str
    due_basis: str
    provisional: bool
    files: int
    outcome: Outcome | None
    answer: str
    decided_at: datetime | None
    correct_by: date | None
    process_asked: bool
    record_token: str | None
    annotation: Annotation | None
    may_cancel: bool
    revision: int
    steps: Sequence[Step] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Result:
    """A decided objection as it is published where the law says so."""

    number: str
    doc_no: str
    office: str
    outcome: Outcome
    answer: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One question in the queue."""

    id: int
    number: str
    category: str
    beginning: str
    state: InquiryState
    due_on: date | None
    due_rule: str | None
    due_words: str | None
    due_basis: str | None
    asked_at: datetime
    office: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the asker reads under the receipt."""

    number: str
    token: str
    category: str
    question: str
    office: str
    state: InquiryState
    asked_at: datetime
    due_on: date | None
    due_words: str
    due_basis: str
    provisional: bool
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and its answer for everybody."""

    category: str
    question: str
    answer: str
    office: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class LateOffice:
    """One department with what is past its last day there."""

    name: str
    objections: int
    inquiries: int
    oldest: date
