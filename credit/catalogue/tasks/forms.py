"""How a task is closed, as people type it."""

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from credit.catalogue.states import Outcome
from supervision.accounts.forms import ChineseForm

WITHOUT = (Outcome.WRONG, Outcome.ELSEWHERE)


class AliasForm(ChineseForm):
    """记为别名."""

    item_id = SelectField("归入哪一事项", coerce=int)


class StartForm(ChineseForm):
    """补录启用日期."""

    note = StringField("依据和理由", [Length(max=300, message="理由至多 300 字")], filters=[lambda text: (text or "").strip()])


class WithoutForm(ChineseForm):
    """不改目录."""

    outcome = RadioField(
        "结论", choices=[SelectChoice(entry.value, entry.label) for entry in WITHOUT], default=Outcome.WRONG.value
    )
    reason = StringField("理由", [Length(max=300, message="理由至多 300 字")], filters=[lambda text: (text or "").strip()])
