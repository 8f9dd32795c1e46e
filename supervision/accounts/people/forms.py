"""What is typed about people."""

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from supervision.accounts.forms import ChineseForm, DateField
from supervision.accounts.people.rules import LONGEST_PASSWORD

SAME = "两次输入的新密码不同"
NEW = {"autocomplete": "new-password"}


class PasswordForm(ChineseForm):
    """修改密码."""

    present = PasswordField("当前密码", [InputRequired("填写当前密码")], render_kw={"autocomplete": "current-password"})
    wanted = PasswordField(
        "新密码",
        [InputRequired("填写新密码"), Length(max=LONGEST_PASSWORD, message="密码太长")],
        description="至少 10 位，大写、小写、数字、符号中至少三类，不与最近 5 个相同",
        render_kw=NEW,
    )
    again = PasswordField("再输一次新密码", [InputRequired("再输一次新密码"), EqualTo("wanted", SAME)], render_kw=NEW)


class ConfirmForm(ChineseForm):
    """绑定验证器."""

    code = StringField(
        "验证器显示的动态码",
        [InputRequired("填写动态码"), Length(max=20, message="动态码太长")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class NewUserForm(ChineseForm):
    """新建账号."""

    login = StringField(
        "登录名",
        [InputRequired("填写登录名"), Length(max=32, message="登录名至多 32 位")],
        description="小写字母、数字、点、横线；建好后不能改",
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    name = StringField("姓名", [InputRequired("填写姓名"), Length(max=40, message="姓名至多 40 字")])
    department_id = SelectField("所属部门", coerce=int)
    password = PasswordField(
        "首次密码", [InputRequired("填写首次密码")], description="本人首次登录时必须改掉；至少 10 位，三类字符", render_kw=NEW
    )


class ResetForm(ChineseForm):
    """重置密码."""

    password = PasswordField(
        "首次密码",
        [InputRequired("填写首次密码")],
        description="本人下次登录时必须改掉；所有登录立即退出",
        render_kw=NEW,
    )


class GrantForm(ChineseForm):
    """授予岗位."""

    role_code = SelectField("角色")
    department_id = SelectField("部门", coerce=int)
    division = StringField("限定行政区划", [Length(max=6, message="区划代码为 6 位")], description="6 位代码；留空表示不另限定")
    valid_from = DateField("开始日期", description="留空表示今天")
    valid_to = DateField("结束日期", description="含当日；留空表示长期")
