"""An authorisation as people type it."""

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm, DateField, required_date


class GrantForm(ChineseForm):
    """授权代为推送."""

    department_id = SelectField("授权部门", coerce=int)
    client_id = SelectField("被授权的系统", coerce=int, description="只列出持有“报送双公示数据”权限的系统")
    valid_from = DateField("起日", [required_date])
    valid_to = DateField("止日", [required_date], description="含当日，至多三年")
    basis = StringField(
        "授权依据",
        [InputRequired("写明授权依据"), Length(max=200, message="依据至多 200 字")],
        description="例如会议纪要或协议的名称与文号",
    )


class EndForm(ChineseForm):
    """终止授权."""

    why = StringField("终止原因", [InputRequired("写明终止的原因"), Length(max=200, message="原因至多 200 字")])
