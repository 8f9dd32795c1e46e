"""What is handed over when an undertaking is given."""

from wtforms import FileField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from supervision.accounts.forms import ChineseForm
from supervision.notices.informing.states import SignerRole


def given(text: str | None) -> str:
    """Return what was typed; a field that was not sent is an empty one."""
    return text or ""


class UndertakingForm(ChineseForm):
    """签署承诺书."""

    role = RadioField(
        "承诺人身份",
        choices=[SelectChoice(role.value, role.label) for role in SignerRole],
        default=SignerRole.LEGAL_REPRESENTATIVE.value,
    )
    signer = StringField(
        "签署人姓名", [Length(max=60, message="姓名至多 60 字")], filters=[given], description="与身份证件一致"
    )
    signature = FileField("屏幕签名")
    scan = FileField("签署件", description="签署后的扫描件或者照片：PDF、JPG、PNG，20 MB 以内")
    note = StringField(
        "拒绝签署的情况",
        [Length(max=300, message="情况至多 300 字")],
        filters=[given],
        description="申请人怎样说明的，如实记录",
    )
    request_key = HiddenField()
