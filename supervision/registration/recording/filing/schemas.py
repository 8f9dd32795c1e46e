"""The columns of a table of registrations, by the names that registrars give them."""

from typing import Final

from supervision.archive.loading.registrations.schemas import FIELDS as REGISTRATION
from supervision.intake.kinds import Field, FieldType

_ALIASES: Final = {item.name: item.aliases for item in REGISTRATION}

FIELDS: Final = (
    Field("name", "企业名称", required=True, max_length=300, aliases=_ALIASES["name"]),
    Field("source_no", "业务编号", max_length=200, aliases=("登记业务编号", "业务流水号", "受理号", "核准文号", "YWLSH")),
    Field("kind", "业务类型", max_length=50, aliases=("登记业务类型", "登记类型", "变更类型", "YWLX")),
    Field(
        "occurred_on",
        "核准日期",
        FieldType.DATE,
        aliases=("核准时间", "登记日期", "变更日期", "成立日期", "设立日期", "注销日期", "吊销日期", "APPRDATE", "HZRQ"),
    ),
    Field("code", "统一社会信用代码", max_length=64, aliases=_ALIASES["code"]),
    Field("regno", "注册号", max_length=64, aliases=("工商注册号", *_ALIASES["regno"])),
    Field("type_name", "企业类型", max_length=200, aliases=_ALIASES["type_name"]),
    Field("legal_rep", "法定代表人", max_length=300, aliases=("法人代表", *_ALIASES["legal_rep"])),
    Field("scope", "经营范围", aliases=_ALIASES["scope"]),
    Field("scope_codes", "经营范围条目代码", max_length=2000, aliases=("规范条目代码", "条目代码")),
    Field("address", "住所", max_length=1000, aliases=("注册地址", *_ALIASES["address"])),
    Field("division", "住所区划", max_length=50, aliases=("行政区划代码", "行政区划", "区划代码", "XZQH")),
    Field("telephone", "联系电话", max_length=100, aliases=_ALIASES["telephone"]),
    Field("note", "备注", max_length=500, aliases=("说明",)),
)
