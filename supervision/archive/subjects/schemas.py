"""What the machine's side of an archive looks like from outside."""

from typing import Any, Final

from marshmallow import Schema, fields


def _day(name: str, description: str) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "required": False,
        "description": description,
        "schema": {"type": "string"},
        "example": "2025-06-30",
    }


POINT_OF_VIEW: Final = [
    _day("valid_on", "情况日，YYYY-MM-DD；不写为今天"),
    _day("known_at", "按哪一天所知，YYYY-MM-DD；不写为现在"),
]
"""The two days, described only: they are read by the rules themselves, which know every usual way of writing a day."""


class ArchiveSchema(Schema):
    """The whole archive of one subject."""

    id = fields.Integer(metadata={"description": "档案编号；已合并的返回保留方的编号"})
    kind = fields.String()
    name = fields.String(allow_none=True)
    as_of = fields.Dict(metadata={"description": "情况日与所知时刻；都为空表示现在"})
    masked = fields.Boolean(metadata={"description": "个人信息是否已遮盖"})
    known_since = fields.DateTime()
    members = fields.List(fields.Integer(), metadata={"description": "合并在这份档案里的编号"})
    identifiers = fields.List(fields.Dict())
    names = fields.List(fields.Dict())
    fields_ = fields.Dict(data_key="fields", metadata={"description": "每个登记字段采信哪一条登记（编号）"})
    registrations = fields.List(fields.Dict(), metadata={"description": "各来源的登记，source 为来源"})
    relations = fields.Dict()
    records = fields.Dict()
    timeline = fields.Dict()
    conflicts = fields.List(fields.Dict())
    halves = fields.List(fields.Dict(), metadata={"description": "合并在一起的几份档案之间不一致的登记"})
    reports = fields.List(fields.Dict())
    merges = fields.List(fields.Dict())
    departments = fields.Dict(allow_none=True, metadata={"description": "出现的部门编号与名称"})
