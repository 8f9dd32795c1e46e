"""What comes in and goes out, as plain shapes and as documents of the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_smorest.fields import Upload  # type: ignore[import-untyped]  # it ships no types
from marshmallow import Schema, fields, validate

from supervision.notices.informing.rules import LONGEST_NAME, LONGEST_SCOPE
from supervision.notices.informing.states import InformingState, Origin, SignerRole, Verdict, Way

CODES = 200


class Channel(StrEnum):
    """Through which door an informing came."""

    COUNTER = "counter"
    API = "api"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an applicant applies for."""

    kind: str
    name: str
    scope: str
    division: str
    scope_codes: Sequence[str] = ()
    source_no: str | None = None


class InformingRequest(Schema):
    """What the registrar's system sends."""

    source_no = fields.String(
        required=True, validate=validate.Length(1, 100), metadata={"description": "登记业务编号，重复报送只产生一份告知"}
    )
    kind = fields.String(
        load_default="establishment",
        validate=validate.OneOf(["establishment", "scope_change"]),
        metadata={"description": "业务种类：establishment 设立，scope_change 经营范围变更"},
    )
    name = fields.String(
        required=True, validate=validate.Length(1, LONGEST_NAME), metadata={"description": "名称（或者拟登记名称）"}
    )
    scope = fields.String(required=True, validate=validate.Length(0, LONGEST_SCOPE), metadata={"description": "经营范围"})
    scope_codes = fields.List(
        fields.String(validate=validate.Length(1, 40)),
        load_default=list,
        validate=validate.Length(max=CODES),
        metadata={"description": "规范条目代码"},
    )
    division = fields.String(
        required=True, validate=validate.Regexp(r"^[0-9]{6}$"), metadata={"description": "登记地行政区划代码（GB/T 2260）"}
    )


class OfficeDocument(Schema):
    """办理部门."""

    department_id = fields.Integer(required=True, allow_none=True, metadata={"description": "部门编号，未明确时为空"})
    name = fields.String(required=True, metadata={"description": "部门名称或者说明"})


class ItemDocument(Schema):
    """One item."""

    code = fields.String(required=True, metadata={"description": "事项编号"})
    name = fields.String(required=True, metadata={"description": "事项名称"})
    verdict = fields.Enum(
        Verdict, by_value=True, required=True, metadata={"description": "listed 告知，possible 可能涉及，left_out 不告知"}
    )
    origin = fields.Enum(Origin, by_value=True, required=True, metadata={"description": "怎样列入"})
    mode = fields.String(required=True, metadata={"description": "证照分离改革方式"})
    stage = fields.String(required=True, metadata={"description": "post 后置，prior 前置"})
    basis = fields.String(required=True, metadata={"description": "依据"})
    certainty = fields.Float(required=True, metadata={"description": "匹配把握，0 到 1"})
    words = fields.List(fields.String(), required=True, metadata={"description": "依据的用语"})
    offices = fields.List(fields.Nested(OfficeDocument), required=True, metadata={"description": "办理部门"})


class UndertakingDocument(Schema):
    """承诺."""

    way = fields.Enum(Way, by_value=True, required=True, metadata={"description": "方式"})
    role = fields.Enum(SignerRole, by_value=True, required=True, metadata={"description": "承诺人身份"})
    signed_at = fields.AwareDateTime(required=True, metadata={"description": "时间"})
    digest = fields.String(required=True, allow_none=True, metadata={"description": "签名或者签署件的 SHA-256"})


class InformingDocument(Schema):
    """A sheet as programs read it."""

    number = fields.String(required=True, metadata={"description": "告知单编号"})
    state = fields.Enum(InformingState, by_value=True, required=True, metadata={"description": "状态"})
    source_no = fields.String(required=True, allow_none=True, metadata={"description": "登记业务编号"})
    kind = fields.String(required=True, metadata={"description": "业务种类"})
    name = fields.String(required=True, metadata={"description": "名称"})
    division = fields.String(required=True, metadata={"description": "行政区划代码"})
    informed_on = fields.Date(required=True, metadata={"description": "告知日期"})
    catalogue = fields.String(required=True, metadata={"description": "目录版本"})
    items = fields.List(fields.Nested(ItemDocument), required=True, metadata={"description": "事项"})
    no_item = fields.Boolean(required=True, metadata={"description": "没有须办理的事项"})
    undertaking_needed = fields.Boolean(required=True, metadata={"description": "是否需要承诺"})
    undertaking = fields.Nested(UndertakingDocument, required=True, allow_none=True, metadata={"description": "承诺"})
    check_address = fields.String(required=True, metadata={"description": "核验地址"})
    sheet = fields.String(required=True, allow_none=True, metadata={"description": "PDF 的地址，排版中为空"})
    digest = fields.String(required=True, allow_none=True, metadata={"description": "PDF 的 SHA-256，排版中为空"})
    entry_id = fields.Integer(required=True, allow_none=True, metadata={"description": "对应的登记业务，未收到时为空"})
    replaced_by = fields.String(required=True, allow_none=True, metadata={"description": "取代它的告知单"})


class UndertakingRequest(Schema):
    """The undertaking as the registrar's system hands it in: a file beside these fields."""

    role = fields.String(
        required=True, validate=validate.OneOf([role.value for role in SignerRole]), metadata={"description": "承诺人身份"}
    )
    signer = fields.String(required=True, validate=validate.Length(1, 60), metadata={"description": "签署人姓名"})
    way = fields.String(
        load_default="scan",
        validate=validate.OneOf([Way.SCREEN.value, Way.SCAN.value]),
        metadata={"description": "screen 屏幕签名（PNG），scan 签署件（PDF 或图片）"},
    )


class UndertakingFile(Schema):
    """The signature or the scan."""

    file = Upload(required=True, metadata={"description": "签名 PNG，或者签署件 PDF、JPG、PNG"})
