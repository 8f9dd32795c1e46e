"""What a firm fills in to object."""

from collections.abc import Iterable
from typing import BinaryIO, Final, cast
from uuid import UUID

from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from credit.objections.filing.schemas import Claim
from credit.objections.schemas import Contact, Upload
from credit.objections.states import Reason
from supervision.accounts.forms import ChineseForm

PHONE: Final = r"[0-9０-９+\-－() （）]{7,20}"
EMAIL: Final = r"[^@\s]{1,64}@[^@\s]{1,100}"


def stripped(value: str | None) -> str:
    return (value or "").replace("\0", "").strip()


class ContactForm(ChineseForm):
    """Who to reach."""

    name = StringField("联系人", [DataRequired("填写联系人"), Length(max=50, message="联系人至多 50 字")], filters=[stripped])
    phone = StringField(
        "联系电话",
        [DataRequired("填写联系电话"), Regexp(f"^{PHONE}$", message="电话只写数字、横线和空格")],
        filters=[stripped],
    )
    email = StringField(
        "电子邮箱", [Optional(), Regexp(f"^{EMAIL}$", message="邮箱按 name@example.cn 的样子填")], filters=[stripped]
    )

    def contact(self) -> Contact:
        """Return who to reach."""
        return Contact(self.name.data, self.phone.data, self.email.data)


class ObjectionForm(ContactForm):
    """异议."""

    code = StringField("统一社会信用代码", [DataRequired("填写本单位的统一社会信用代码"), Length(max=100)], filters=[stripped])
    doc_no = StringField("决定文书号", [DataRequired("填写决定文书号"), Length(max=200)], filters=[stripped])
    reason = RadioField(
        "哪里有误", [DataRequired("选一项哪里有误")], choices=[SelectChoice(reason.value, reason.label) for reason in Reason]
    )
    statement = TextAreaField(
        "具体情况",
        [DataRequired("写明具体情况"), Length(min=10, max=2000, message="具体情况写 10 到 2000 字")],
        filters=[stripped],
    )
    files = MultipleFileField("证明材料")

    def claim(self, record: str, request_key: UUID, files: Iterable[FileStorage]) -> Claim:
        """Return what was filled in."""
        return Claim(
            record=record,
            code=self.code.data,
            doc_no=self.doc_no.data,
            reason=Reason(self.reason.data),
            statement=self.statement.data,
            contact=self.contact(),
            request_key=request_key,
            files=uploads(files),
        )


def uploads(files: Iterable[FileStorage]) -> list[Upload]:
    """Return the files that were really chosen."""
    return [(item.filename, cast("BinaryIO", item.stream)) for item in files if item.filename]


def key_of(text: str) -> UUID | None:
    """Return the number of a form, or nothing where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
