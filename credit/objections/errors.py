"""Why an objection or a question was refused."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class ObjectionUnknown(NotFound):
    """No such objection, or it belongs to a department that the person does not cover."""

    code = "credit.objections.unknown"
    message = "没有这件异议"
    remedy = "从异议列表重新进入"


class InquiryUnknown(NotFound):
    """No such question, or it belongs to a department that the person does not cover."""

    code = "credit.objections.inquiry_unknown"
    message = "没有这件咨询"
    remedy = "从咨询列表重新进入"


class ProofDoesNotFit(DomainError):
    """Code and document are not those of the record; which of them is wrong is not said."""

    code = "credit.objections.proof_does_not_fit"
    message = "代码和文号与这条公示不一致，没有提交"
    remedy = "按营业执照和决定书核对后再填；异议由被决定的单位提出"


class TooManyOpen(DomainError):
    """The record has as many objections open as one can have."""

    code = "credit.objections.too_many_open"
    message = "这条公示已有 {most} 件异议在处理，没有再收"
    remedy = "处理结果出来后仍有异议的，可以再提出；也可以在原回执页查看进度"


class TooManyFiles(DomainError):
    """More files than one objection takes."""

    code = "credit.objections.too_many_files"
    message = "附件至多 {most} 份，选了 {chosen} 份"
    remedy = "合并后再上传"


class FileUnknown(NotFound):
    """No such file at this objection."""

    code = "credit.objections.file_unknown"
    message = "这件异议没有这份附件"
    remedy = "从异议详情页打开"


class DecidedByReporter(DomainError):
    """The one who reported must not be the one who decides."""

    code = "credit.objections.decided_by_reporter"
    message = "这条公示由您报送，异议须由另一人决定"
    remedy = "由本单位其他办理人员决定"
    http_status = 403


class RulingIncomplete(DomainError):
    """Something that a decision needs is missing."""

    code = "credit.objections.ruling_incomplete"
    message = "还缺{missing}，没有作出决定"
    remedy = "补上后再提交"


class AnswerTooShort(DomainError):
    """An answer that says nothing."""

    code = "credit.objections.answer_too_short"
    message = "答复至少 {least} 个字，没有提交"
    remedy = "写明核实的情况、结论和依据"


class PersonalDataFound(DomainError):
    """Personal data stands in what others will read, and nobody has confirmed what covers it."""

    code = "credit.objections.personal_data_found"
    message = "文字中有{kinds}，还没有提交"
    remedy = "改写，或勾选“按隐去后的文字”后再提交"


class PersonalDataLeft(DomainError):
    """Personal data stands in a text that somebody confirmed as clean."""

    code = "credit.objections.personal_data_left"
    message = "要公开的文字中还有{kinds}，没有公开"
    remedy = "改写后再公开"


class NotToBePublished(DomainError):
    """Who asked did not agree."""

    code = "credit.objections.not_to_be_published"
    message = "咨询人不同意公开，没有公开"
    remedy = "只在回执页答复咨询人"


class ChangedMeanwhile(Conflict):
    """Somebody else acted since the page was opened."""

    code = "credit.objections.changed_meanwhile"
    message = "这件已被他人办理，您的操作没有保存"
    remedy = "看最新情况后再办理"


class NotNow(Conflict):
    """The case is in a state that knows no such act."""

    code = "credit.objections.not_now"
    message = "这件现在是“{state}”，不能{action}"
    remedy = "刷新页面看最新情况"


class DepartmentMissing(DomainError):
    """Handing on without a department, or to the one that has it."""

    code = "credit.objections.department_missing"
    message = "没有选转办的单位，或已在该单位"
    remedy = "另选一个单位"
