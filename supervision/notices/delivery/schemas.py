"""What departments' systems ask and are told."""

from marshmallow import Schema, fields, validate

from supervision.notices.states import Feedback

LARGEST = 2**63 - 1


class FeedQuestionSchema(Schema):
    """From where the feed is wanted."""

    since = fields.Integer(
        load_default=0,
        validate=validate.Range(0, LARGEST),
        metadata={"description": "上一次应答中的 next；第一次不写。只要从最后一个 next 接着取，就不会遗漏"},
    )
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class NoticeSchema(Schema):
    """One notice as it stands now."""

    id = fields.Integer()
    number = fields.String(metadata={"description": "告知编号"})
    kind = fields.String()
    kind_name = fields.String()
    name = fields.String(metadata={"description": "企业名称"})
    code = fields.String(allow_none=True, metadata={"description": "统一社会信用代码"})
    occurred_on = fields.String(metadata={"description": "登记日期"})
    item_code = fields.String(allow_none=True)
    item_name = fields.String()
    division = fields.String(allow_none=True)
    reform_mode = fields.String(allow_none=True)
    state = fields.String()
    state_name = fields.String()
    pushed_at = fields.String(allow_none=True)
    receive_by = fields.String(allow_none=True)
    answer_by = fields.String(allow_none=True)
    revision = fields.Integer()


class LetterSchema(Schema):
    """One thing that happened to a notice; the webhook sends the same."""

    delivery = fields.String(metadata={"description": "送达编号，重复送达时相同，用它去重"})
    cursor = fields.Integer()
    action = fields.String(metadata={"description": "push 推送、reassign 改派、update 登记信息更新、withdraw 撤回"})
    action_name = fields.String()
    at = fields.String()
    reason = fields.String()
    notice = fields.Nested(NoticeSchema)


class FeedSchema(Schema):
    """A part of the feed."""

    items = fields.List(fields.Nested(LetterSchema))
    next = fields.Integer(metadata={"description": "下一次的 since；没有新内容时不变"})
    more = fields.Boolean(metadata={"description": "后面还有，请接着取"})


class ActSchema(Schema):
    """Who asks twice with the same number is answered once."""

    request_key = fields.UUID(required=True, metadata={"description": "本次请求的编号（UUID），重发时不变"})


class FeedbackSchema(ActSchema):
    """反馈."""

    feedback = fields.String(required=True, validate=validate.OneOf([item.value for item in Feedback]))
    text = fields.String(load_default="", validate=validate.Length(max=2000))


class StoodSchema(Schema):
    """A notice after an act."""

    id = fields.Integer()
    number = fields.String()
    state = fields.String()
    feedback = fields.String(allow_none=True)
    answer_by = fields.Date(allow_none=True)
    revision = fields.Integer()
