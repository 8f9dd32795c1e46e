"""What is typed about departments."""

from datetime import date

from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.accounts.departments import queries
from supervision.accounts.forms import ChineseForm, DateField, required_date

NOBODY = 0


def given(text: str | None) -> str:
    """Return what was typed; a field that was not sent is an empty one."""
    return text or ""


def choices(session: Session, *, on: date, none: str | None = None) -> list[SelectChoice]:
    """Return the departments in being as choices, indented by their depth, below the one that stands for none."""
    living = queries.departments(session, on=on)
    offered = [SelectChoice(str(item.id), "　" * (item.path.count("/") - 2) + item.name) for item in living]
    return offered if none is None else [SelectChoice(str(NOBODY), none), *offered]


class DepartmentForm(ChineseForm):
    """新建部门."""

    name = StringField("部门全称", [InputRequired("填写部门全称"), Length(max=80, message="全称至多 80 字")])
    short_name = StringField(
        "简称", [Length(max=20, message="简称至多 20 字")], filters=[given], description="列表里显示；留空同全称"
    )
    code = StringField(
        "部门代码",
        [InputRequired("填写部门代码"), Length(max=32, message="代码至多 32 位")],
        description="平台内唯一，建好后不能改",
    )
    uscc = StringField("统一社会信用代码", [Length(max=30, message="代码为 18 位")], description="没有的留空")
    division = StringField("行政区划", [Length(max=6, message="区划代码为 6 位")], description="GB/T 2260 的 6 位代码")
    level = RadioField("层级", choices=[SelectChoice("city", "市级"), SelectChoice("district", "区级")], default="city")
    parent_id = SelectField("上级部门", coerce=int)
    valid_from = DateField("成立日期", description="不知道的留空")


class RenameForm(ChineseForm):
    """部门改名."""

    name = StringField("部门全称", [InputRequired("填写部门全称"), Length(max=80, message="全称至多 80 字")])
    short_name = StringField("简称", [Length(max=20, message="简称至多 20 字")], filters=[given])


class EndForm(ChineseForm):
    """撤并部门."""

    ends_on = DateField("撤并日期", [required_date], description="从这一天起不再履职")
    merged_into = SelectField("职能并入", coerce=int)
