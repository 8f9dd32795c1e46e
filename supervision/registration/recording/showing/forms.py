"""What a registrar puts right."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from supervision.accounts.forms import ChineseForm
from supervision.registration.recording.models import Entry
from supervision.registration.recording.showing.queries import choices

NAMES: Final = (
    "kind",
    "occurred_on",
    "name",
    "code",
    "regno",
    "division",
    "scope",
    "address",
    "legal_rep",
    "type_name",
    "telephone",
    "note",
)


class CorrectionForm(ChineseForm):
    """更正登记业务; whether it is right now is judged as if it had come again."""

    kind = SelectField(
        "业务类型", choices=[SelectChoice("", "未选"), *(SelectChoice(value, label) for value, label in choices())]
    )
    occurred_on = StringField("核准日期", [Length(max=20, message="最多 20 字")], description="写作 2026-11-18")
    name = StringField("企业名称", [Length(max=300, message="最多 300 字")])
    code = StringField("统一社会信用代码", [Length(max=64, message="最多 64 字")])
    regno = StringField("注册号", [Length(max=64, message="最多 64 字")])
    division = StringField(
        "住所区划", [Length(max=20, message="最多 20 字")], description="住所所在县（区）的 6 位行政区划代码"
    )
    scope = TextAreaField("经营范围", [Length(max=20_000, message="最多 20,000 字")])
    address = StringField("住所", [Length(max=1000, message="最多 1,000 字")])
    legal_rep = StringField("法定代表人", [Length(max=300, message="最多 300 字")])
    type_name = StringField("企业类型", [Length(max=200, message="最多 200 字")])
    telephone = StringField("联系电话", [Length(max=100, message="最多 100 字")])
    note = TextAreaField("更正说明", [Length(max=500, message="最多 500 字")], description="改回以前的内容时必须写明")

    def changes(self) -> dict[str, str | None]:
        """Return what the person wrote, empty fields as nothing."""
        return {name: (self[name].data or "").strip() or None for name in NAMES}


def values_of(entry: Entry) -> Mapping[str, str | None]:
    """Return the fields of an entry as the form shows them first."""
    said = {name: getattr(entry, name) for name in NAMES if name not in {"note", "division"}}
    said["division"] = entry.division_given or entry.division
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
