"""What is typed to sign in."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm
from supervision.accounts.people.rules import LONGEST_PASSWORD


class SignInForm(ChineseForm):
    """登录."""

    login = StringField(
        "登录名",
        [InputRequired("填写登录名"), Length(max=64, message="登录名太长")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "密码",
        [InputRequired("填写密码"), Length(max=LONGEST_PASSWORD, message="密码太长")],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class CodeForm(ChineseForm):
    """第二因素."""

    code = StringField(
        "动态码",
        [InputRequired("填写动态码"), Length(max=20, message="动态码太长")],
        description="验证器上的 6 位数字；手机不在身边时填一个恢复码",
        render_kw={"autocomplete": "one-time-code", "inputmode": "text"},
    )
    next = HiddenField()
