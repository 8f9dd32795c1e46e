"""What is typed about a wording."""

from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from supervision.notices.states import Feedback


class WordingForm(Form):  # type: ignore[misc]  # wtforms ships no types
    """常用语."""

    feedback = SelectField("用于", choices=[SelectChoice(item.value, item.label) for item in Feedback])
    title = StringField("名称", [InputRequired("填写名称"), Length(max=40, message="名称至多 40 字")])
    text = TextAreaField("文字", [InputRequired("填写文字"), Length(max=1000, message="文字至多 1000 字")])
