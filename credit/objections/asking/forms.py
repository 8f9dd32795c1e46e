"""What somebody fills in to ask, and what a department sends back."""

from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from credit.objections.asking.schemas import Question
from credit.objections.filing.forms import ContactForm, stripped
from credit.objections.states import Category
from supervision.accounts.forms import ChineseForm

LONGEST = 2_000
UNSURE = 0


class InquiryForm(ContactForm):
    """咨询."""

    category = RadioField(
        "问什么", [DataRequired("选一类")], choices=[SelectChoice(category.value, category.label) for category in Category]
    )
    department = SelectField("问哪个单位", coerce=int, default=UNSURE)
    question = TextAreaField(
        "问题",
        [DataRequired("写明问题"), Length(min=6, max=LONGEST, message="问题写 6 到 2000 字")],
        filters=[stripped],
    )
    may_publish = BooleanField("同意隐去个人信息后公开问答")

    def asked(self, request_key: UUID) -> Question:
        """Return what was filled in."""
        return Question(
            category=Category(self.category.data),
            department_id=self.department.data or None,
            text=self.question.data,
            contact=self.contact(),
            may_publish=self.may_publish.data,
            request_key=request_key,
        )


class AnswerForm(ChineseForm):
    """答复."""

    answer = TextAreaField(
        "答复", [DataRequired("写明答复"), Length(max=LONGEST, message="答复至多 2000 字")], filters=[stripped]
    )
    confirmed = BooleanField("按隐去后的文字答复")


class PublishForm(ChineseForm):
    """公开问答: both texts as everybody will read them."""

    public_question = TextAreaField(
        "公开的问题", [DataRequired("写明公开的问题"), Length(max=LONGEST, message="至多 2000 字")], filters=[stripped]
    )
    public_answer = TextAreaField(
        "公开的答复", [DataRequired("写明公开的答复"), Length(max=LONGEST, message="至多 2000 字")], filters=[stripped]
    )
    checked = BooleanField("已逐字核对，没有个人信息和商业秘密", [DataRequired("逐字核对后勾选")])
