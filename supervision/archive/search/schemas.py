"""What the API of the search takes and gives."""

from marshmallow import Schema, fields, validate

from supervision.archive.search.states import By

DAY = "日期，如 2026-11-18"


class QuestionSchema(Schema):
    """The one box, the conditions, the two days and the place in the list."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "名称、代码（或后 4 位）、旧号、法定代表人或地址"},
    )
    by = fields.Enum(By, by_value=True, load_default=None, metadata={"description": "只按一种方式查"})
    state = fields.String(
        load_default=None, validate=validate.Regexp(r"^S\d{1,2}$"), metadata={"description": "登记状态 S1…S10"}
    )
    type = fields.String(
        load_default=None, data_key="type", validate=validate.Length(1, 100), metadata={"description": "企业类型"}
    )
    industry = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[A-Z]?\d{0,4}$"),
        metadata={"description": "国民经济行业代码，可只写前几位"},
    )
    division = fields.String(
        load_default=None, validate=validate.Regexp(r"^\d{2,6}$"), metadata={"description": "区划代码，可只写前几位"}
    )
    established_from = fields.Date(load_default=None, metadata={"description": f"成立不早于，{DAY}"})
    established_to = fields.Date(load_default=None, metadata={"description": f"成立不晚于，{DAY}"})
    department = fields.Integer(
        load_default=None, validate=validate.Range(1, 2**31 - 1), metadata={"description": "记录的来源部门"}
    )
    kind = fields.String(load_default=None, validate=validate.Length(1, 24), metadata={"description": "记录种类，如 penalty"})
    item = fields.String(load_default=None, validate=validate.Length(1, 500), metadata={"description": "许可、检查事项或措施"})
    category = fields.String(load_default=None, validate=validate.Length(1, 200), metadata={"description": "类别，如处罚种类"})
    valid_on = fields.Date(load_default=None, metadata={"description": f"情况日：当日的事实，{DAY}"})
    known_on = fields.Date(load_default=None, metadata={"description": f"知悉日：当日已知的内容，{DAY}"})
    after = fields.String(load_default=None, validate=validate.Length(max=40), metadata={"description": "上一页给出的 next"})


class RowSchema(Schema):
    """One subject of the answer."""

    subject_id = fields.Integer(required=True, metadata={"description": "档案编号"})
    name = fields.String(allow_none=True, metadata={"description": "名称"})
    former_name = fields.String(allow_none=True, metadata={"description": "查到的曾用名"})
    code = fields.String(allow_none=True, metadata={"description": "统一社会信用代码或旧号"})
    kind = fields.String(metadata={"description": "主体类别"})
    state = fields.String(allow_none=True, metadata={"description": "登记状态"})
    legal_rep = fields.String(allow_none=True, metadata={"description": "法定代表人；个体工商户的经营者已遮蔽"})
    address = fields.String(allow_none=True, metadata={"description": "住所"})
    type_name = fields.String(allow_none=True, metadata={"description": "企业类型"})
    industry = fields.String(allow_none=True, metadata={"description": "行业代码"})
    division = fields.String(allow_none=True, metadata={"description": "登记地区划"})
    established_on = fields.Date(allow_none=True, metadata={"description": "成立日期"})


class AnswerSchema(Schema):
    """A page of rows, how many there are, and where the next page begins."""

    rows = fields.List(fields.Nested(RowSchema), required=True)
    total = fields.Integer(required=True, metadata={"description": "户数；capped 为真时至少这么多"})
    capped = fields.Boolean(required=True, metadata={"description": "不止 total 户，没有继续数"})
    by = fields.Enum(By, by_value=True, allow_none=True, metadata={"description": "查到的方式"})
    next = fields.String(allow_none=True, attribute="next_place", metadata={"description": "下一页的 after"})
