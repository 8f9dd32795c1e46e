"""An item as people edit it: every field a text, read by the same words as a workbook."""

from typing import Final

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm
from supervision.licensing.catalogue.functions.features import names
from supervision.licensing.catalogue.rules import faults
from supervision.licensing.catalogue.schemas import Confidence, Item, Stage
from supervision.licensing.catalogue.writing.features import LABELS, item_of, texts

LINES: Final = "一行一个"


class ItemForm(ChineseForm):
    """审批事项."""

    seen = HiddenField()
    code = StringField(
        "事项代码", [InputRequired("填写事项代码"), Length(max=6)], description="各版本通用，定后不改；例如 SP201"
    )
    name = StringField("事项名称", [InputRequired("填写事项名称"), Length(max=80, message="名称至多 80 字")])
    stage = RadioField("阶段", choices=[SelectChoice(stage.value, stage.label) for stage in Stage], default=Stage.POST.value)
    departments = TextAreaField(
        "审批部门", description="一行一个部门，每个部门各收一件；几个部门择一的写在一行，用竖线隔开：药品监管|市场监管"
    )
    levels = TextAreaField("审批层级", description="一行一个，最常见的在前：县级、市级、省级、国家")
    basis = TextAreaField("设定依据", [InputRequired("填写设定依据")], description="法律法规名称与条款")
    definition = TextAreaField("判断口径", [InputRequired("填写判断口径")], description="经营范围写了什么就要、写了什么不要")
    reform_modes = TextAreaField(
        "改革方式", description="一行一条：区划｜方式｜起日｜止日｜依据｜可信度；全国通用的区划写“全国”，没有止日写“至今”"
    )
    feedback_workdays = StringField("反馈工作日", default="20", description="部门接收后应在几个工作日内反馈")
    scope_codes = TextAreaField(
        "规范表述", description=f"经营范围规范表述目录的条目代码或名称，{LINES}；登记机关按条目报送时先按它比对"
    )
    words = TextAreaField("匹配词", description="一行一组")
    negatives = TextAreaField("排除词", description="一行一组")
    markers = TextAreaField("标志词", description="一行一组")
    aliases = TextAreaField("证照名称", description=f"证照上可能写的名称，{LINES}")
    source = TextAreaField("来源", [InputRequired("填写来源")], description="这一事项从哪份目录或规定来")
    confidence = RadioField(
        "可信度",
        choices=[SelectChoice(entry.value, entry.label) for entry in Confidence],
        default=Confidence.KNOWLEDGE.value,
    )

    @classmethod
    def of(cls, item: Item | None, *, seen: int) -> "ItemForm":
        """Return the form filled with an item."""
        if item is None:
            return cls(data={"seen": str(seen)})
        written = {**texts(item), "stage": item.stage.value, "confidence": item.confidence.value}
        return cls(data={**written, "seen": str(seen)})

    def item(self) -> Item | None:
        """Return the item that the form says; what it cannot mean is told beside the fields."""
        sound = self.validate()
        found, unreadable = item_of({name: self[name].data or "" for name in LABELS})
        wrong = [(fault.field, fault.message) for fault in unreadable]
        wrong += [] if found is None else list(faults(found, names()))
        for name, message in wrong:
            if not self[name].errors:
                self[name].errors = [message]
        return found if sound and not wrong else None

    def revision(self) -> int:
        """Return the revision of the draft that the editor saw; what is no number was never seen."""
        return int(self.seen.data) if (self.seen.data or "").isdigit() else 0
