"""What an applicant types and hands in."""

from collections.abc import Iterable
from typing import Any, BinaryIO, Final, cast
from uuid import UUID, uuid4

from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms import BooleanField, FileField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from credit.repair.applying.service import MOST_MEGABYTES, Application, Upload
from supervision.accounts.forms import ChineseForm

HINT: Final = f"PDF、JPG 或 PNG，{MOST_MEGABYTES} MB 以内"
ACCEPT: Final = {"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}
MOST_AT_ONCE: Final = 5


class ApplyForm(ChineseForm):
    """信用修复申请."""

    request_key = HiddenField()
    code = StringField(
        "统一社会信用代码",
        [InputRequired("填写统一社会信用代码"), Length(max=40, message="统一社会信用代码是 18 位")],
        description="18 位，与这条公示一致",
        render_kw={"autocomplete": "off"},
    )
    doc_no = StringField(
        "决定文书号",
        [InputRequired("填写决定文书号"), Length(max=200, message="决定文书号至多 200 字")],
        description="处罚决定书首页右上方，与这条公示一致",
        render_kw={"autocomplete": "off"},
    )
    commitment = FileField(
        "信用修复承诺书", [InputRequired("选择信用修复承诺书")], description=f"盖章或签名的原件扫描件，{HINT}", render_kw=ACCEPT
    )
    performance = FileField(
        "履行义务证明",
        [InputRequired("选择履行义务证明")],
        description=f"缴款凭证、整改验收等，证明处罚内容已经履行、违法行为已经改正，{HINT}",
        render_kw=ACCEPT,
    )
    committed = BooleanField(
        "本单位承诺：所交材料真实有效，处罚内容已全部履行，违法行为已改正；承诺不实的，接受撤销修复、重新公示和限期不得申请的后果",
        [InputRequired("勾选承诺后才能提交")],
    )


class SupplementForm(ChineseForm):
    """补正材料."""

    note = TextAreaField(
        "说明", [Length(max=500, message="说明至多 500 字")], render_kw={"rows": 3}, filters=[lambda text: (text or "").strip()]
    )


def blank() -> ApplyForm:
    """Return an empty form with a number of its own."""
    return ApplyForm(data={"request_key": str(uuid4())})


def apply_form(form: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> ApplyForm:
    """Return the form as it was sent, files and all."""
    return ApplyForm(CombinedMultiDict([cast("Any", form), cast("Any", files)]))


def application(form: ApplyForm) -> Application:
    """Return what a valid form asks for; without a number of its own it is a new form."""
    return Application(
        request_key=_key(form.request_key.data or ""),
        code=form.code.data,
        doc_no=form.doc_no.data,
        committed=bool(form.committed.data),
        commitment=upload(form.commitment.data),
        performance=upload(form.performance.data),
    )


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def upload(file: object) -> Upload | None:
    """Return a file that was really chosen."""
    if not isinstance(file, FileStorage) or not file.filename:
        return None
    return file.filename, cast("BinaryIO", file.stream)


def uploads(files: Iterable[FileStorage]) -> list[Upload]:
    """Return the files that were really chosen, as many as one form takes."""
    return [chosen for chosen in (upload(file) for file in files) if chosen is not None][:MOST_AT_ONCE]
