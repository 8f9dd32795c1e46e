"""A signing key as it is registered and revoked."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm, DateField, required_date


class KeyForm(ChineseForm):
    """登记签名密钥."""

    department_id = SelectField("单位", coerce=int)
    public_key = TextAreaField(
        "公钥",
        [InputRequired("填写公钥"), Length(max=1000, message="公钥太长")],
        description="单位“离线包”页面上的公钥，可随光盘传递",
    )
    read_out = StringField(
        "单位告知的指纹",
        [InputRequired("填写单位告知的指纹"), Length(max=200, message="指纹太长")],
        description="须经电话、公函等另一途径取得，不可从光盘上抄",
    )
    valid_from = DateField("有效期，起", [required_date])
    valid_to = DateField("有效期，止", [required_date], description="含当日，至多五年")
    basis = StringField(
        "登记依据",
        [InputRequired("写明登记依据"), Length(max=200, message="依据至多 200 字")],
        description="例如公函的名称与文号",
    )


class RevokeForm(ChineseForm):
    """撤销签名密钥."""

    why = StringField("撤销原因", [InputRequired("写明撤销原因"), Length(max=200, message="原因至多 200 字")])
