"""What those who work on objections choose and send."""

from datetime import datetime

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from credit.objections.filing.forms import key_of, stripped
from credit.objections.queries import Tab
from credit.objections.schemas import Given, Ruling
from credit.objections.states import Outcome, Remedy
from supervision.accounts.forms import ChineseForm
from supervision.accounts.rules import actor_of
from supervision.kernel.access import Principal

LONGEST = 2_000


class RulingForm(ChineseForm):
    """决定."""

    outcome = RadioField(
        "结论", [DataRequired("选一个结论")], choices=[SelectChoice(outcome.value, outcome.label) for outcome in Outcome]
    )
    remedy = RadioField("异议成立的", [Optional()], choices=[SelectChoice(remedy.value, remedy.label) for remedy in Remedy])
    answer = TextAreaField(
        "答复",
        [DataRequired("写明答复"), Length(max=LONGEST, message=f"答复至多 {LONGEST} 字")],
        filters=[stripped],
    )
    note = TextAreaField("内部说明", [Length(max=LONGEST, message=f"内部说明至多 {LONGEST} 字")], filters=[stripped])
    confirmed = BooleanField("按隐去后的文字答复")

    def ruling(self) -> Ruling:
        """Return the decision as it was filled in."""
        return Ruling(
            outcome=Outcome(self.outcome.data),
            remedy=Remedy(self.remedy.data) if self.remedy.data else None,
            answer=self.answer.data,
            note=self.note.data,
            confirmed=self.confirmed.data,
        )


def tab_of(arguments: MultiDict[str, str]) -> Tab:
    """Return the part of the queue that is asked for."""
    given = arguments.get("tab", "")
    return Tab(given) if given in set(Tab) else Tab.OPEN


def given_of(principal: Principal, form: MultiDict[str, str], *, now: datetime) -> Given:
    """Return who acts and from which form."""
    return Given(actor_of(principal), now, form.get("revision", None, type=int), key_of(form.get("request_key", "")))
