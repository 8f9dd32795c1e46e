"""What is typed about versions."""

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm, DateField, required_date


class DraftForm(ChineseForm):
    """新建草案."""

    label = StringField("版本名称", [InputRequired("填写版本名称"), Length(max=60, message="名称至多 60 字")])
    based_on = SelectField("以哪个版本为底", coerce=int)
    note = StringField("说明", [Length(max=200, message="说明至多 200 字")], filters=[lambda text: text or ""])


class PublishForm(ChineseForm):
    """发布."""

    starts_on = DateField("生效日期", [required_date], description="从这一天起按这个版本比对和推送")


class WithdrawForm(ChineseForm):
    """撤回."""

    reason = StringField("撤回理由", [InputRequired("填写撤回理由"), Length(max=200, message="理由至多 200 字")])
