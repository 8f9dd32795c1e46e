"""What is typed about departments' systems."""

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from supervision.accounts.forms import ChineseForm, DateField, required_date


class ClientForm(ChineseForm):
    """签发密钥."""

    name = StringField("系统名称", [InputRequired("填写系统名称"), Length(max=60, message="名称至多 60 字")])
    department_id = SelectField("所属部门", coerce=int)
    permissions = SelectMultipleField("权限", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    addresses = TextAreaField("允许的网络地址", description="每行一个地址或网段，如 10.20.0.0/16；留空表示不限")
    expires_on = DateField("到期日期", [required_date], description="两年以内，含当日")
    request_key = HiddenField()
