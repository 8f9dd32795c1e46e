"""What is typed about purposes."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm
from supervision.accounts.purposes.rules import LABELS, LONGEST_CASE_NUMBER, VERDICTS, Verdict


class PurposeForm(ChineseForm):
    """声明用途."""

    purpose = RadioField(
        "用途", [InputRequired("选一项用途")], choices=[SelectChoice(purpose.value, label) for purpose, label in LABELS.items()]
    )
    case_no = StringField(
        "案号或任务编号",
        [InputRequired("填写案号或任务编号"), Length(max=LONGEST_CASE_NUMBER, message="编号至多 64 字")],
        description="本次查询所依据的案号、任务编号或来文文号",
    )
    subject = HiddenField()
    next = HiddenField()


class ReviewForm(ChineseForm):
    """审查结论."""

    verdict = RadioField(
        "结论", choices=[SelectChoice(verdict.value, label) for verdict, label in VERDICTS.items()], default=Verdict.IN_ORDER
    )
    remark = TextAreaField(
        "说明", [InputRequired("写明看了什么、有什么要说明"), Length(max=500, message="说明至多 500 字")], render_kw={"rows": 4}
    )
