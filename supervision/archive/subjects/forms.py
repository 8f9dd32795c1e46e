"""What is typed about an archive."""

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from supervision.accounts.forms import ChineseForm
from supervision.accounts.purposes.rules import LABELS

LONGEST_NOTE = 1000


class ReportForm(ChineseForm):
    """这条有误."""

    field = HiddenField(validators=[Length(max=24)])
    registration = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, 2**63 - 1)])
    record = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, 2**63 - 1)])
    note = TextAreaField(
        "错在哪里，依据是什么",
        [InputRequired("写明错在哪里"), Length(max=LONGEST_NOTE, message="最多 1,000 字")],
        description="来源部门会看到这段话；不要写个人的证件号码和电话",
    )


class AnswerForm(ChineseForm):
    """答复报告."""

    answer = TextAreaField(
        "核对结果和依据",
        [InputRequired("写明核对结果"), Length(max=LONGEST_NOTE, message="最多 1,000 字")],
        description="显示在档案的这一项旁边，报告人和本部门看得到；不要写个人的证件号码和电话",
    )


class SettleForm(ChineseForm):
    """处理不一致."""

    decision = TextAreaField(
        "采信哪一方，理由是什么",
        [InputRequired("写明采信哪一方和理由"), Length(max=LONGEST_NOTE, message="最多 1,000 字")],
        description="两个来源的值都保留，档案仍按登记机关优先显示",
    )


class PurposeForm(ChineseForm):
    """查看个人信息."""

    purpose = SelectField(
        "用途", [InputRequired("选一项用途")], choices=[SelectChoice(key.value, label) for key, label in LABELS.items()]
    )
    case_no = StringField(
        "案号或任务编号",
        [InputRequired("填写案号或任务编号"), Length(max=64, message="最多 64 字")],
        description="例如立案文号、检查任务编号、来文文号；每月由审计管理员复核",
    )


class MergeForm(ChineseForm):
    """合并档案."""

    other = StringField(
        "要并入这份档案的代码或编号",
        [InputRequired("填写另一份档案的代码或编号"), Length(max=64, message="最多 64 字")],
        render_kw={"autocomplete": "off"},
    )
    reason = TextAreaField("理由和依据", [InputRequired("写明理由和依据"), Length(max=LONGEST_NOTE, message="最多 1,000 字")])


class SplitForm(ChineseForm):
    """拆分档案."""

    reason = TextAreaField("理由和依据", [InputRequired("写明理由和依据"), Length(max=LONGEST_NOTE, message="最多 1,000 字")])
