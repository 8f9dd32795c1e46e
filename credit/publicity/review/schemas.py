"""What a reviewer chooses, sees and sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, validate

from credit.publicity.clocks.schemas import Due
from credit.publicity.models import Publication
from credit.publicity.rules import Block
from credit.publicity.states import PublicationState

LARGEST = 2**63 - 1


class Tab(StrEnum):
    """The parts of the list."""

    WAITING = "waiting"
    WITHHELD = "withheld"
    SHOWN = "shown"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {"waiting": "待审核", "withheld": "不予公示", "shown": "公示中", "ended": "已停止"}[self]

    @property
    def states(self) -> tuple[PublicationState, ...]:
        states = PublicationState
        return {
            Tab.WAITING: (states.DRAFT,),
            Tab.WITHHELD: (states.WITHHELD,),
            Tab.SHOWN: (states.PUBLISHED,),
            Tab.ENDED: (states.WITHDRAWN, states.EXPIRED, states.REPAIRED, states.CORRECTED),
        }[self]


class Flag(StrEnum):
    """What keeps a record from being published with one click, or that nothing does."""

    READY = "ready"
    MASKS = "masks"
    SEVERITY = "severity"
    PRINCIPLE = "principle"
    HELD = "held"
    OWN = "own"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return {
            "ready": "可直接通过",
            "masks": "待确认脱敏",
            "severity": "待确认严重程度",
            "principle": "原则上不公示",
            "held": "疑问数据",
            "own": "本人报送",
            "overdue": "已逾期",
        }[self]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records a reviewer looks at; everything stands in the address."""

    tab: Tab = Tab.WAITING
    flag: Flag | None = None
    after: str = ""
    size: int = 50

    def parts(self, **changes: object) -> dict[str, Any]:
        """Return the parts of an address that are not as usual, with some of them changed."""
        given = {"tab": self.tab.value, "flag": self.flag.value if self.flag else "", **changes}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One record in the list of a reviewer."""

    id: int
    revision: int
    kind: str
    state: PublicationState
    party_name: str
    doc_no: str
    category: str | None
    amount: Decimal | None
    decided_on: date
    publish_by: date | None
    publish_words: str | None
    publish_basis: str | None
    publish_calendar: str | None
    provisional: bool
    stock: bool
    shown_until: date | None
    block: Block | None
    review_reason: str | None
    ended_reason: str | None
    flags: Sequence[Flag]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list with the counts of its flags."""

    lines: Sequence[Line]
    counts: Mapping[Tab, int]
    flags: Mapping[Flag, int]
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `mark` is the number of the mask that covers it."""

    text: str
    mark: int | None = None
    on: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a decision, as reported and as the public would read it."""

    field: str
    label: str
    pieces: Sequence[Piece]
    public: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One record with its texts."""

    record: Publication
    texts: Sequence[Text]
    masks: Sequence[Mapping[str, Any]]
    flags: Sequence[Flag]
    holds: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    clocks: Sequence[Due] = field(default_factory=tuple)
    names: Mapping[str, str] = field(default_factory=dict)


class PublicationSchema(Schema):
    """One record, as the API writes it."""

    id = fields.Integer(required=True)
    token = fields.String()
    revision = fields.Integer()
    state = fields.String()
    kind = fields.String()
    decision_id = fields.Integer()
    version = fields.Integer()
    party_name = fields.String()
    doc_no = fields.String()
    severity = fields.String(allow_none=True)
    severity_proposed = fields.String(allow_none=True)
    block = fields.String(allow_none=True)
    publish_by = fields.Date(allow_none=True)
    publish_rule = fields.String(allow_none=True)
    provisional = fields.Boolean()
    period_rule = fields.String(allow_none=True)
    earliest_repair = fields.Date(allow_none=True)
    shown_until = fields.Date(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    ended_reason = fields.String(allow_none=True)


class QuestionSchema(Schema):
    """Which records a system asks for."""

    state = fields.String(validate=validate.OneOf([state.value for state in PublicationState]))
    after = fields.Integer(load_default=0, validate=validate.Range(0, LARGEST))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class PublicationsSchema(Schema):
    """Records in the order of their numbers; going on from `next` misses nothing."""

    items = fields.List(fields.Nested(PublicationSchema))
    next = fields.Integer()
    more = fields.Boolean()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch."""

    published: int
    refused: Sequence[tuple[str, str]]
    at: datetime
