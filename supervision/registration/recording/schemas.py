"""What comes in, what is answered, and what upper packages may add to the page of an entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from marshmallow import INCLUDE, Schema, fields, validate
from sqlalchemy.orm import Session

from supervision.registration.recording.states import EntryState

MOST_AT_ONCE: Final = 100


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
    """A part of the page of an entry, registered among a module's `parts`.

    `load(session, entry_id)` gives the template its `panel`; the template stands inside the body of a panel with the title.
    """

    title: str
    template: str
    permission: str
    load: Callable[[Session, int], Any]
    order: int = 100


def _text(words: str) -> fields.String:
    return fields.String(allow_none=True, metadata={"description": words})


class EntrySchema(Schema):
    """One registration as the registrar's system says it; what is unclear is answered entry by entry, never for the whole call."""

    source_no = _text("登记系统的业务编号；同一编号再次报送即为重复或更正")
    kind = _text(
        "establishment 设立、scope_change 经营范围变更、address_change 住所变更、revocation 吊销、cancellation 注销；也可写中文"
    )
    occurred_on = _text("核准日期，YYYY-MM-DD")
    code = _text("统一社会信用代码")
    regno = _text("15 位注册号")
    name = _text("企业名称")
    type_name = _text("企业类型")
    legal_rep = _text("法定代表人、负责人或经营者")
    scope = _text("经营范围")
    scope_codes = fields.List(fields.String(), allow_none=True, metadata={"description": "经营范围规范条目代码"})
    address = _text("住所")
    division = _text("住所所在县（区）的 6 位行政区划代码")
    telephone = _text("联系电话")
    note = _text("备注；改回以前的内容时写明")


class EntriesSchema(Schema):
    """Up to a hundred registrations."""

    entries = fields.List(
        fields.Nested(EntrySchema(unknown=INCLUDE)),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
        metadata={"description": "一笔到一百笔登记业务"},
    )


class RemarkSchema(Schema):
    """Something worth knowing."""

    rule = fields.String()
    message = fields.String()
    remedy = fields.String()


class RecordedSchema(Schema):
    """What became of one entry."""

    entry_id = fields.Integer(metadata={"description": "平台编号"})
    source_no = fields.String()
    version = fields.Integer(metadata={"description": "第几版；更正一次加一"})
    outcome = fields.String(
        validate=validate.OneOf([item.value for item in Outcome]),
        metadata={"description": "new 已收到、repeated 重复、corrected 更正、held 待处理"},
    )
    message = fields.String()
    remedy = fields.String()
    remarks = fields.List(fields.Nested(RemarkSchema))


class ResultsSchema(Schema):
    """What became of the entries, in the order in which they were sent."""

    results = fields.List(fields.Nested(RecordedSchema))


class EntryStateSchema(Schema):
    """One version of an entry and how far it has come."""

    id = fields.Integer()
    source_no = fields.String()
    version = fields.Integer()
    latest = fields.Boolean(metadata={"description": "是否为最新一版"})
    kind = fields.String()
    occurred_on = fields.Date(allow_none=True)
    received_at = fields.DateTime()
    state = fields.String(validate=validate.OneOf([item.value for item in EntryState]))
    held_reason = fields.String(allow_none=True)
    held_remedy = fields.String(allow_none=True)
    remarks = fields.List(fields.Nested(RemarkSchema))
    code = fields.String(allow_none=True)
    regno = fields.String(allow_none=True)
    name = fields.String(allow_none=True)
    scope = fields.String(allow_none=True)
    division = fields.String(allow_none=True)
    subject_id = fields.Integer(allow_none=True, metadata={"description": "档案编号"})
    archived_at = fields.DateTime(allow_none=True)
    late = fields.Boolean(metadata={"description": "同一主体后面的业务先到"})
    repeats = fields.Integer(metadata={"description": "重复收到的次数"})
