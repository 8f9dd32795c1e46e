"""What is typed at the channels."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm
from supervision.notices.delivery.states import Scheme


class EmailForm(ChineseForm):
    """电子邮件."""

    recipients = TextAreaField(
        "收件地址",
        [InputRequired("请填写收件地址"), Length(max=1000)],
        description="每行一个，至多 10 个；只发编号和事项，不发企业联系人",
    )


class WebhookForm(ChineseForm):
    """系统推送."""

    address = StringField("接收地址", [InputRequired("请填写接收地址"), Length(max=500)], description="以 https:// 开头")
    scheme = RadioField(
        "签名方式", choices=[SelectChoice(item.value, item.label) for item in Scheme], default=Scheme.HMAC_SHA256.value
    )
    new_key = BooleanField("换一把新密钥", description="旧密钥立即失效；没有密钥时会自动生成")
