"""What the pool shows, and what it answers to departments' systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from supervision.notices.states import NoticeKind, PoolReason

LONGEST_QUESTION = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the pool is wanted."""

    reason: str = ""
    division: str = ""
    q: str = ""
    after: int | None = None
    size: int = 25

    def parts(self, **changes: str) -> dict[str, str]:
        """Return the filter as parts of an address, with some of them changed."""
        kept = {"reason": self.reason, "division": self.division, "q": self.q} | changes
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice that nobody has."""

    id: int
    number: str
    subject_id: int
    name: str
    code: str | None
    kind: NoticeKind
    item_code: str | None
    item_name: str
    certainty: float | None
    words: Sequence[str]
    division: str | None
    pool_reason: PoolReason
    pool_text: str
    made_at: datetime
    claim_by: date | None
    claims: int
    scope: str


@dataclass(frozen=True, slots=True)
class Pool:
    """A part of the pool with the counts of all of it."""

    lines: Sequence[Waiting]
    counts: Mapping[str, int]
    overdue: int
    following: int | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim of a department, with the firm that it is about and who handles it now."""

    id: int
    notice_id: int
    number: str
    name: str
    code: str | None
    item_name: str
    claimed_at: datetime
    claimed_by: str
    outcome: str
    rule: str
    reason: str
    holder: str | None
    state: str
    joined_notice_id: int | None


class PoolQuestionSchema(Schema):
    """Which part of the pool is wanted."""

    reason = fields.String(
        load_default="", validate=validate.OneOf(["", *PoolReason]), metadata={"description": "进入认领池的原因"}
    )
    division = fields.String(load_default="", validate=validate.Regexp(r"^([0-9]{6})?$"), metadata={"description": "区划代码"})
    q = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_QUESTION), metadata={"description": "企业、代码、事项、编号"}
    )
    after = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(1, 2**63 - 1), metadata={"description": "上一页给出的 next"}
    )
    size = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class WaitingSchema(Schema):
    """One notice of the pool."""

    id = fields.Integer()
    number = fields.String(metadata={"description": "告知编号"})
    name = fields.String()
    code = fields.String(allow_none=True)
    kind = fields.String()
    item_code = fields.String(allow_none=True)
    item_name = fields.String()
    certainty = fields.Float(allow_none=True)
    words = fields.List(fields.String())
    division = fields.String(allow_none=True)
    pool_reason = fields.String()
    pool_text = fields.String()
    made_at = fields.DateTime()
    claim_by = fields.Date(allow_none=True)
    scope = fields.String(metadata={"description": "经营范围"})


class PoolSchema(Schema):
    """A part of the pool; the list goes on while `next` is given."""

    items = fields.List(fields.Nested(WaitingSchema))
    total = fields.Integer()
    next = fields.Integer(allow_none=True)


class ClaimSchema(Schema):
    """A claim; `request_key` makes a repeated request one claim."""

    reason = fields.String(load_default="", validate=validate.Length(max=500))
    request_key = fields.UUID(load_default=None, allow_none=True)


class ClaimedSchema(Schema):
    """How a claim ended."""

    id = fields.Integer()
    notice_id = fields.Integer()
    outcome = fields.String(metadata={"description": "won 认领成功，lost 他人在先，yielded 已移交，joined 共同承办"})
    rule = fields.String()
    joined_notice_id = fields.Integer(allow_none=True)
    claimed_at = fields.DateTime()


def as_item(line: Waiting) -> dict[str, Any]:
    """Return a line of the pool as the API shows it."""
    return {name: getattr(line, name) for name in WaitingSchema().fields}
