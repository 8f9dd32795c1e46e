"""An explanation and a finding as people type them."""

from typing import Final

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from credit.omissions.states import OmissionAction
from supervision.accounts.forms import ChineseForm

OUTCOMES: Final = (
    SelectChoice(OmissionAction.EXCUSE.value, "说明成立，不是未报"),
    SelectChoice(OmissionAction.RETURN.value, "说明不清，退回补充"),
    SelectChoice(OmissionAction.CONFIRM.value, "认定瞒报，计入考核"),
)
LONGEST: Final = 1000


class ExplainForm(ChineseForm):
    """说明文号去向."""

    reason = TextAreaField("文号去向", [InputRequired("写明文号去向"), Length(max=LONGEST, message=f"至多 {LONGEST} 字")])


class JudgeForm(ChineseForm):
    """认定."""

    outcome = RadioField("认定", choices=list(OUTCOMES), default=OmissionAction.EXCUSE.value)
    reason = TextAreaField("理由", [InputRequired("写明理由"), Length(max=LONGEST, message=f"至多 {LONGEST} 字")])
