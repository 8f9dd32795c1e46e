"""What is typed about a clue."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.accounts.forms import ChineseForm
from supervision.duties.clues.queries import Wanted
from supervision.duties.clues.states import ClueOutcome, ClueState

STATES = frozenset({"overdue", *(state.value for state in ClueState)})
LONGEST = 2000


class AssignForm(ChineseForm):
    """分派."""

    handler_id = SelectField("经办人", coerce=int)
    revision = HiddenField()
    request_key = HiddenField()


class ReasonForm(ChineseForm):
    """A step that needs a reason."""

    reason = StringField("理由", [InputRequired("写明理由"), Length(max=300, message="理由至多 300 字")])
    revision = HiddenField()
    request_key = HiddenField()


class ReassignForm(ReasonForm):
    """改由其他部门承办."""

    department_id = SelectField("改由", coerce=int)


class OutcomeForm(ChineseForm):
    """登记核查结果."""

    outcome = RadioField(
        "结果",
        [InputRequired("选一项结果")],
        choices=[SelectChoice(outcome.value, outcome.label) for outcome in ClueOutcome],
    )
    text = TextAreaField(
        "核查情况",
        [InputRequired("写明核查了什么、发现了什么"), Length(max=LONGEST, message="情况至多 2000 字")],
        render_kw={"rows": 4},
    )
    revision = HiddenField()
    request_key = HiddenField()


def wanted(arguments: Mapping[str, Any]) -> Wanted:
    """Return what the address of the list asks for; what makes no sense is left out."""
    state, after = str(arguments.get("state", "")), str(arguments.get("after", ""))
    return Wanted(
        state=state if state in STATES else "",
        words=str(arguments.get("q", "")).strip().replace("\0", "")[:100],
        mine=arguments.get("mine") == "1",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None,  # noqa: PLR2004  # digits of a bigint
    )
