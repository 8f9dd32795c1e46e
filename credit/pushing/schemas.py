"""What a push looks like from outside."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from credit.standards.schemas import tables

MOST_ROWS: Final = 1_000
MOST_FIELDS: Final = 200
LONGEST_CELL: Final = 20_000
LONGEST_NAME: Final = 60
KEY: Final = r"[\x21-\x7e]{1,128}"
OUTCOMES: Final = ("accepted", "warned", "held", "rejected", "blank")
OUTCOME_LABELS: Final = dict(zip(OUTCOMES, ("接收", "接收，有提示", "暂存待确认", "退回", "空行，略过"), strict=True))


@dataclass(frozen=True, slots=True)
class Push:
    """Rows of one table of the standard as they were sent, each cell as text."""

    table: str
    department: str | None
    rows: Sequence[Mapping[str, str | None]]


def _storable(text: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValidationError("含有不成字的半个字符")


def _cell(value: object) -> None:
    """Refuse what is neither text nor a number."""
    if isinstance(value, bool) or not (value is None or isinstance(value, str | int | float)):
        raise ValidationError("只能是文本、数字或空")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValidationError("不是一个数")
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise ValidationError(f"至多 {LONGEST_CELL} 个字")
        _storable(value)


def _row(row: Mapping[str, object]) -> None:
    if len(row) > MOST_FIELDS:
        raise ValidationError(f"一行至多 {MOST_FIELDS} 个字段")
    for name in row:
        _storable(name)
    if not any(str(value).strip() for value in row.values() if value is not None):
        raise ValidationError("整行为空")


class DecisionsSchema(Schema):
    """The body of a push."""

    table = fields.String(
        required=True,
        validate=validate.OneOf([table.row_kind for table in tables()]),
        metadata={"description": "数据标准的表，例如 sgs-2021-penalty-legal"},
    )
    department = fields.String(
        validate=[validate.Length(min=1, max=32), _storable],
        metadata={"description": "数据所属部门的代码或统一社会信用代码；不写则为密钥所属部门。代其他部门推送须有该部门的授权"},
    )
    rows = fields.List(
        fields.Dict(
            keys=fields.String(validate=validate.Length(min=1, max=LONGEST_NAME)),
            values=fields.Raw(allow_none=True, validate=_cell),
            validate=_row,
            metadata={"description": '字段代码 → 内容，例如 {"CF_XDR_MC": "…"}；金额单位为万元'},
        ),
        required=True,
        validate=validate.Length(min=1, max=MOST_ROWS),
    )


class KeySchema(Schema):
    """The header that makes a push safe to repeat."""

    key = fields.String(
        data_key="Idempotency-Key",
        required=True,
        validate=validate.Regexp(f"^{KEY}$", error="1 至 128 个可见的英文字符"),
        metadata={"description": "幂等键：同一键同一内容得到同一答复，同一键不同内容不受理"},
    )


class TrialSchema(Schema):
    """Whether anything is to be kept."""

    dry_run = fields.Boolean(load_default=False, metadata={"description": "true：做全部校验，不保存任何内容"})


class RowFindingSchema(Schema):
    """What was found in one cell, and what helps."""

    severity = fields.String(required=True, validate=validate.OneOf(["reject", "hold", "warn"]))
    field = fields.String(allow_none=True, metadata={"description": "字段代码"})
    label = fields.String(allow_none=True, metadata={"description": "字段名称"})
    value = fields.String(allow_none=True, metadata={"description": "收到的内容，个人信息已遮盖"})
    rule = fields.String(required=True, metadata={"description": "校验规则编号"})
    message = fields.String(required=True)
    remedy = fields.String(allow_none=True, metadata={"description": "怎样改正"})


class RowOutcomeSchema(Schema):
    """How one row ended."""

    row = fields.Integer(required=True, metadata={"description": "第几行，从 1 起"})
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    label = fields.String(required=True)
    decision_id = fields.Integer(allow_none=True, metadata={"description": "现行版本出自这一行的决定"})
    findings = fields.List(fields.Nested(RowFindingSchema), required=True)


class CountsSchema(Schema):
    """How the rows ended, together."""

    accepted = fields.Integer(required=True)
    held = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    warned = fields.Integer(required=True)
    unchanged = fields.Integer(required=True, metadata={"description": "与已有决定相同"})


class PushedSchema(Schema):
    """The answer to a push: the batch, and where to fetch how each row ended."""

    batch_id = fields.Integer(required=True)
    number = fields.String(required=True, metadata={"description": "批次号"})
    table = fields.String(required=True)
    department = fields.String(required=True, metadata={"description": "数据所属部门"})
    rows = fields.Integer(required=True)
    known_before = fields.Boolean(required=True, metadata={"description": "同样的内容此前已收过，未作改动"})
    unknown_fields = fields.List(fields.String(), required=True, metadata={"description": "标准里没有的字段，原样保存、不使用"})
    results = fields.String(required=True, metadata={"description": "逐行结果的地址"})
    received_at = fields.DateTime(required=True)


class TriedSchema(Schema):
    """The answer to a dry run: everything but the keeping was done."""

    dry_run = fields.Boolean(required=True)
    table = fields.String(required=True)
    department = fields.String(required=True)
    unknown_fields = fields.List(fields.String(), required=True)
    counts = fields.Nested(CountsSchema, required=True)
    rows = fields.List(fields.Nested(RowOutcomeSchema), required=True)


class PageSchema(Schema):
    """Which thousand rows."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


class BatchOutcomeSchema(Schema):
    """A batch of decisions and how its rows ended; rows come once the batch has reached them."""

    batch_id = fields.Integer(required=True)
    number = fields.String(required=True)
    table = fields.String(required=True)
    department = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["queued", "running", "finished", "failed"]))
    error = fields.String(allow_none=True)
    received_at = fields.DateTime(required=True)
    rows_read = fields.Integer(required=True)
    counts = fields.Nested(CountsSchema, required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    rows = fields.List(fields.Nested(RowOutcomeSchema), required=True)


def as_text(value: Any) -> str | None:
    """Return a cell as text: a number as it is written, without an exponent."""
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else f"{value:.12f}".rstrip("0").rstrip(".")
