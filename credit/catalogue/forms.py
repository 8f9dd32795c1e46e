"""An item and its review as people type them."""

from typing import Final

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from credit.catalogue.rules import KINDS, faults
from credit.catalogue.schemas import Entry
from credit.catalogue.states import Confidence, Review, Use
from credit.catalogue.writing.features import LABELS, entry_of, texts
from supervision.accounts.forms import ChineseForm

OUTCOMES: Final = (Review.PUBLIC, Review.MASKED, Review.SECRET)


class ItemForm(ChineseForm):
    """事项."""

    seen = HiddenField()
    task = HiddenField()
    department_id = SelectField("所属部门", coerce=int, validate_choice=True)
    code = StringField(
        "事项编码",
        [InputRequired("填写事项编码"), Length(max=60)],
        description="定后不改；大写字母、数字、点和短横，例如 MARKET-L001",
    )
    kind = RadioField("事项种类", choices=[SelectChoice(value, label) for value, label in KINDS.items()], default="licence")
    name = StringField("事项名称", [InputRequired("填写事项名称"), Length(max=200, message="名称至多 200 字")])
    category = StringField("类别", [InputRequired("填写类别")], description="许可类别或处罚种类；多个用中文分号隔开")
    basis = TextAreaField("设定依据", [InputRequired("填写设定依据")], description="法律法规名称与条款")
    aliases = TextAreaField("别名", description="决定书、证照上可能写的名称，一行一个；报送的决定按名称或别名归入事项")
    use = RadioField("状态", choices=[SelectChoice(entry.value, entry.label) for entry in Use], default=Use.ENABLED.value)
    source = StringField("来源", [InputRequired("填写来源")], description="例如权责清单编号、文件名称")
    confidence = RadioField(
        "可信度",
        choices=[SelectChoice(entry.value, entry.label) for entry in Confidence],
        default=Confidence.KNOWLEDGE.value,
    )
    valid_from = StringField("生效日期", description="从哪一天起；留空即今天，按 2026-11-18 的样子填")
    note = StringField("改动说明", [Length(max=200, message="说明至多 200 字")], filters=[lambda text: (text or "").strip()])

    @classmethod
    def of(cls, entry: Entry | None, *, seen: int = 0, task: str = "") -> "ItemForm":
        """Return the form filled with an item."""
        if entry is None:
            return cls(data={"seen": str(seen), "task": task})
        written = {**texts(entry), "use": entry.use.value, "confidence": entry.confidence.value, "kind": entry.kind}
        return cls(data={**written, "valid_from": "", "seen": str(seen), "task": task})

    def entry(self, allowed: dict[str, list[str]]) -> Entry | None:
        """Return the item that the form says; what it cannot mean is told beside the fields."""
        sound = self.validate()
        found, unreadable = entry_of({name: self[name].data or "" for name in LABELS})
        wrong = [(fault.field, fault.message) for fault in unreadable]
        wrong += [] if found is None else list(faults(found, allowed.get(found.kind, [])))
        for name, message in wrong:
            if not self[name].errors:
                self[name].errors = [message]
        return found if sound and not wrong else None

    def number(self) -> int:
        """Return the number of the edition that the editor saw; what is no number was never seen."""
        seen = self.seen.data or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0  # noqa: PLR2004 - a small integer


class ReviewForm(ChineseForm):
    """保密审查."""

    outcome = RadioField(
        "审查意见", choices=[SelectChoice(entry.value, entry.label) for entry in OUTCOMES], default=Review.PUBLIC.value
    )
    note = StringField("理由和依据", [Length(max=300, message="理由至多 300 字")], filters=[lambda text: (text or "").strip()])
