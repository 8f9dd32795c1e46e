"""What is asked for packing and for importing."""

from wtforms import BooleanField, FileField, PasswordField, SelectField
from wtforms.validators import Length

from supervision.accounts.forms import ChineseForm, DateField, required_date

LONGEST = Length(max=200, message="口令至多 200 个字符")


class ExportForm(ChineseForm):
    """制作离线包."""

    department_id = SelectField("单位", coerce=int)
    since = DateField("决定日期，起", [required_date])
    until = DateField("决定日期，止", [required_date], description="含当日")
    table = SelectField("数据来自", description="选数据表的，须同时选一个文件；不选则打包本平台已有的决定")
    file = FileField("数据文件", description="Excel 或 CSV，列名照数据标准")
    secret = PasswordField("口令", [LONGEST], description="填了即加密，至少 10 个字符；平台不保存，遗失后须重新制作")
    again = PasswordField("再填一次口令", [LONGEST])


class ImportForm(ChineseForm):
    """导入离线包."""

    file = FileField("离线包", description="光盘上的 .zip 或 .zip.sealed 文件")
    secret = PasswordField("口令", [LONGEST], description="加密的包才要填")
    older = BooleanField("已知有更新的包，仍然导入")
