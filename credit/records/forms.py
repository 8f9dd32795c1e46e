"""What a report is made for."""

from typing import Final
from uuid import UUID, uuid4

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from supervision.accounts.forms import ChineseForm

PURPOSES: Final = ("主体自查", "招标投标", "申请政府资金", "行政审批", "政府采购", "融资授信", "评优评先", "其他")


class ReportForm(ChineseForm):
    """出具信用报告."""

    purpose = SelectField("用途", choices=[SelectChoice(one, one) for one in PURPOSES])
    other = StringField(
        "其他用途",
        description="用途选“其他”时写明",
        validators=[Length(max=60, message="用途至多 60 字")],
        filters=[lambda text: (text or "").strip()],
    )
    request_key = HiddenField(default=lambda: str(uuid4()))

    def purpose_said(self) -> str:
        """Return the purpose in words."""
        return str(self.other.data or "") if self.purpose.data == PURPOSES[-1] else str(self.purpose.data)

    def key(self) -> UUID:
        """Return the number of this very form; one that was bent becomes a new one."""
        try:
            return UUID(str(self.request_key.data))
        except ValueError:
            return uuid4()
