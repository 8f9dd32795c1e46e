"""Naming, ending and handing over, as people type it."""

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from credit.reporters.states import Duty
from supervision.accounts.forms import ChineseForm, DateField, required_date

CHOSEN = NumberRange(min=1, message="选一个人")
REASON = Length(max=200, message="原因至多 200 字")


class NameForm(ChineseForm):
    """任命."""

    duty = SelectField("职责", choices=[SelectChoice(duty.value, duty.label) for duty in Duty])
    user_id = SelectField("人员", [CHOSEN], coerce=int, description="只列出本单位启用的账号")
    valid_from = DateField("任职起日", [required_date])
    valid_to = DateField("任职止日", description="含当日；不定的不填")


class EndForm(ChineseForm):
    """终止任职."""

    last_day = DateField("任职末日", [required_date])
    why = StringField("终止原因", [InputRequired("写明终止原因"), REASON])


class HandoverForm(ChineseForm):
    """交接."""

    key = HiddenField()
    to_user_id = SelectField("接收人", [CHOSEN], coerce=int)
    on_day = DateField("交接日", [required_date], description="当日起由接收人负责")
    reason = StringField("交接原因", [InputRequired("写明交接原因"), REASON])
