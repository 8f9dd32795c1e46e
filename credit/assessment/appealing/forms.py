"""An appeal and its decision as people type them."""

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from credit.assessment.states import AppealAction
from supervision.accounts.forms import ChineseForm

OUTCOMES = (SelectChoice("uphold", "申诉成立，所列决定不再计入"), SelectChoice("refuse", "申诉不成立"))


class AppealForm(ChineseForm):
    """申诉."""

    decision_ids = SelectMultipleField("决定", coerce=int, validate_choice=False)
    reason = TextAreaField("理由", [InputRequired("写明理由"), Length(max=1000, message="理由至多 1000 字")])


class DecideForm(ChineseForm):
    """决定申诉."""

    outcome = RadioField("决定", choices=list(OUTCOMES), default=AppealAction.REFUSE.value)
    answer = TextAreaField(
        "决定的理由", [Length(max=1000, message="理由至多 1000 字")], filters=[lambda text: (text or "").strip()]
    )
