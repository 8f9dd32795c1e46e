"""What people and systems send: a scope to match, and a verdict on a sentence."""

from dataclasses import dataclass

from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from supervision.licensing.matching.errors import ScopeTooLong, VerdictMissing
from supervision.licensing.matching.models import Verdict
from supervision.licensing.matching.queries import Wanted

LONGEST = 5_000
LONGEST_REASON = 200
LAST_PAGE = 10_000


class ScopeSchema(Schema):
    """A scope to match."""

    scope = fields.String(required=True, validate=validate.Length(max=LONGEST), metadata={"description": "经营范围全文"})
    scope_codes = fields.List(
        fields.String(validate=validate.Length(max=32)),
        load_default=list,
        validate=validate.Length(max=200),
        metadata={"description": "经营范围规范条目代码"},
    )
    division = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^[0-9]{6}$"), metadata={"description": "行政区划代码"}
    )


class ScopeSpanSchema(Schema):
    """A quotation of the scope."""

    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    text = fields.String(required=True)
    role = fields.String(required=True, metadata={"description": "word、action、marker、negative 或 code"})


class ScopeOfficeSchema(Schema):
    """Who decides about the item in the division."""

    department_id = fields.Integer(allow_none=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)


class ScopeMatchSchema(Schema):
    """One item."""

    item = fields.String(required=True)
    name = fields.String(required=True)
    stage = fields.String(required=True)
    certainty = fields.Float(required=True)
    origin = fields.String(required=True)
    clause = fields.String(required=True)
    spans = fields.List(fields.Nested(ScopeSpanSchema), required=True)
    offices = fields.List(fields.Nested(ScopeOfficeSchema), required=True)


class ScopeAnswerSchema(Schema):
    """The answer for one scope."""

    catalogue_version_id = fields.Integer(required=True)
    matches = fields.List(fields.Nested(ScopeMatchSchema), required=True)
    doubts = fields.List(fields.Nested(ScopeMatchSchema), required=True)
    message = fields.String(required=True)


def pasted(values: MultiDict[str, str]) -> str:
    """Return the scope that was pasted."""
    scope = values.get("scope", "")
    if len(scope) > LONGEST:
        raise ScopeTooLong(limit=LONGEST)
    return scope


@dataclass(frozen=True, slots=True)
class Said:
    """One press of a button."""

    verdict: Verdict
    reason: str
    seen_open: bool

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "Said":
        """Read the button and the reason."""
        chosen = form.get("verdict", "")
        if chosen not in set(Verdict):
            raise VerdictMissing
        return cls(Verdict(chosen), form.get("reason", "").strip()[:LONGEST_REASON], form.get("seen") == "open")


def chosen(arguments: MultiDict[str, str]) -> Wanted:
    """Return the part of the queue that the address names; what is no filter is left out."""
    page = arguments.get("page", 1, type=int) or 1
    return Wanted((arguments.get("item") or "")[:8] or None, arguments.get("state") == "settled", max(1, min(page, LAST_PAGE)))
