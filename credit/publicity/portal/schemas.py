"""What the public asks and reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from credit.publicity.states import Annotation
from supervision.kernel.clock import legal_date

PAGE: Final = 20


class By(StrEnum):
    """What a visitor typed."""

    NAME = "name"
    CODE = "code"
    DOCUMENT = "document"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins: after, or before, one record."""

    published_at: datetime
    id: int
    backwards: bool = False

    def __str__(self) -> str:
        micros = int(self.published_at.timestamp() * 1_000_000)
        return f"{'b' if self.backwards else 'a'}{micros}.{self.id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the portal; everything stands in the address."""

    q: str = ""
    by: By = By.NOTHING
    value: str = ""
    kind: str = ""
    department: int | None = None
    district: str = ""
    place: Place | None = None
    size: int = PAGE

    def parts(self, **changes: object) -> dict[str, Any]:
        """Return the parts of an address that are not as usual, with some of them changed."""
        usual = {"q": "", "kind": "", "department": None, "district": ""}
        given = {name: getattr(self, name) for name in usual} | changes
        return {name: value for name, value in given.items() if value not in ("", None)}

    def address(self, path: str, **changes: object) -> str:
        """Return the address of the same question with some parts changed."""
        query = urlencode(self.parts(**changes))
        return f"{path}?{query}" if query else path

    def at(self, place: Place | None) -> "Asked":
        return replace(self, place=place)


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list."""

    id: int
    token: str
    kind: str
    party_name: str
    party_code: str | None
    doc_no: str
    title: str | None
    item: str | None
    category: str | None
    amount: Decimal | None
    authority: str
    decided_on: date
    published_at: datetime
    valid_to: date | None
    annotation: str | None

    @property
    def said(self) -> Annotation | None:
        """Return what is said beside the record about objections."""
        return Annotation(self.annotation) if self.annotation else None

    @property
    def kind_label(self) -> str:
        return {"licence": "行政许可", "penalty": "行政处罚"}[self.kind]

    @property
    def matter(self) -> str:
        """Return what the decision is about, in a few words."""
        if self.kind == "licence":
            return self.item or self.title or self.category or ""
        return self.category or self.title or self.item or ""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, and where it goes on."""

    lines: Sequence[Line]
    previous: Place | None = None
    following: Place | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as the public reads it."""

    id: int
    token: str
    version: int
    kind: str
    party_kind: str
    party_name: str
    party_code: str | None
    doc_no: str
    title: str | None
    item: str | None
    category: str | None
    certificate: str | None
    authority: str
    authority_code: str | None
    department_id: int
    department: str
    division: str | None
    decided_on: date
    valid_from: date | None
    valid_to: date | None
    amount: Decimal | None
    confiscated: Decimal | None
    content: str | None
    facts: str | None
    basis: str | None
    violation: str | None
    revoked_ref: str | None
    severity: str | None
    severity_basis: str | None
    period_rule: str | None
    period_basis: str | None
    earliest_repair: date | None
    shown_until: date | None
    publish_by: date | None
    publish_words: str | None
    publish_basis: str | None
    provisional: bool
    stock: bool
    published_at: datetime
    first_published_at: datetime
    annotation: str | None

    @property
    def said(self) -> Annotation | None:
        """Return what is said beside the record about objections."""
        return Annotation(self.annotation) if self.annotation else None

    @property
    def is_licence(self) -> bool:
        return self.kind == "licence"

    @property
    def late(self) -> bool:
        """Tell whether the public could read it later than the rule says."""
        return not self.stock and self.publish_by is not None and legal_date(self.first_published_at) > self.publish_by


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is: counted every few minutes, said with the minute."""

    all: int
    today: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A department or a district with what it has made public."""

    key: str
    name: str
    licences: int
    penalties: int

    @property
    def all(self) -> int:
        return self.licences + self.penalties


@dataclass(frozen=True, slots=True)
class Columns:
    """专栏: by department and by district."""

    departments: Sequence[Column] = field(default_factory=tuple)
    districts: Sequence[Column] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that was taken from the portal: which document, when and why, and nothing of what it said."""

    doc_no: str
    authority: str
    ended_at: datetime
    ended_reason: str


def names_of(shape: type[Any]) -> tuple[str, ...]:
    """Return the columns of a shape."""
    return tuple(item.name for item in fields(shape))
