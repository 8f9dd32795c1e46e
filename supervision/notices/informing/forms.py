"""What is typed at the counter."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm
from supervision.notices.informing.queries import Wanted
from supervision.notices.informing.rules import LONGEST_NAME, LONGEST_SCOPE
from supervision.notices.informing.schemas import Asked
from supervision.notices.informing.sheets.rules import KINDS
from supervision.notices.informing.states import InformingState

MOST_CODES = 200
_BETWEEN = re.compile(r"[\s,，;；、]+")
LISTED = frozenset({"unsigned", *(state.value for state in InformingState)})


def given(text: str | None) -> str:
    """Return what was typed; a field that was not sent is an empty one."""
    return text or ""


class ApplicationForm(ChineseForm):
    """What an applicant applies for."""

    kind = RadioField("业务种类", choices=[SelectChoice(code, label) for code, label in KINDS.items()], default="establishment")
    name = StringField(
        "名称",
        [InputRequired("填写名称"), Length(max=LONGEST_NAME, message="名称至多 200 字")],
        description="设立的填拟登记名称",
    )
    division = SelectField("登记地区", [InputRequired("选登记地区")], validate_choice=True)
    source_no = StringField(
        "登记业务编号",
        [Length(max=100, message="编号至多 100 位")],
        filters=[given],
        description="登记系统的受理号；登记信息到达后按它对应",
    )
    scope = TextAreaField(
        "经营范围",
        [InputRequired("粘贴申请的经营范围"), Length(max=LONGEST_SCOPE, message="经营范围至多 20000 字")],
        render_kw={"rows": 7},
        description="照申请书粘贴，包括“许可项目”和括号里的说明",
    )
    scope_codes = TextAreaField(
        "规范条目代码",
        [Length(max=4000, message="代码过多")],
        filters=[given],
        render_kw={"rows": 2},
        description="用规范条目申报的，粘贴条目代码，用空格或者顿号隔开",
    )
    request_key = HiddenField()

    @property
    def asked(self) -> Asked:
        """Return what was typed as the service takes it."""
        codes = [code for code in _BETWEEN.split(self.scope_codes.data or "") if code]
        return Asked(
            kind=self.kind.data or "establishment",
            name=(self.name.data or "").strip(),
            scope=self.scope.data or "",
            division=self.division.data or "",
            scope_codes=codes[:MOST_CODES],
            source_no=(self.source_no.data or "").strip() or None,
        )


class JudgementForm(ChineseForm):
    """One item on the sheet or not."""

    asked = HiddenField()
    reason = StringField("理由", [Length(max=300, message="理由至多 300 字")], filters=[given])
    revision = HiddenField()


class AdditionForm(ChineseForm):
    """An item that matching did not find."""

    item_code = SelectField("事项", [InputRequired("选一个事项")], validate_choice=False)
    reason = StringField("理由", [InputRequired("写明为什么告知这一项"), Length(max=300, message="理由至多 300 字")])
    revision = HiddenField()


class ReasonForm(ChineseForm):
    """A step with its reason."""

    reason = StringField("理由", [InputRequired("写明理由"), Length(max=300, message="理由至多 300 字")])
    revision = HiddenField()


class BusinessForm(ChineseForm):
    """The registrar's number, said afterwards."""

    source_no = StringField("登记业务编号", [InputRequired("填登记业务编号"), Length(max=100, message="编号至多 100 位")])
    revision = HiddenField()


def wanted(arguments: Mapping[str, Any]) -> Wanted:
    """Return what the address of a list asks for; what makes no sense is left out."""
    state = str(arguments.get("state", ""))
    before = str(arguments.get("before", ""))
    return Wanted(
        state=state if state in LISTED else "",
        words=str(arguments.get("q", "")).strip().replace("\0", "")[:100],
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,  # noqa: PLR2004  # digits of a bigint
    )


def revision_of(text: str | None) -> int | None:
    """Return the revision that a form carries."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004  # digits of an integer
