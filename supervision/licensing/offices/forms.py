"""What is typed about offices."""

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Regexp

from supervision.accounts.forms import ChineseForm, DateField, required_date
from supervision.licensing.catalogue.functions.features import names

NOBODY = 0


class OfficeForm(ChineseForm):
    """登记归口."""

    function = SelectField("部门职能", choices=[SelectChoice(code, name) for code, name in names().items()])
    division = StringField(
        "行政区划",
        [InputRequired("填写行政区划"), Regexp(r"^\s*\d{6}\s*$", message="区划代码为 6 位数字")],
        description="GB/T 2260 的 6 位代码",
    )
    department_id = SelectField("归口部门", coerce=int)
    starts_on = DateField("起始日期", [required_date], description="原归口部门到前一天为止")
