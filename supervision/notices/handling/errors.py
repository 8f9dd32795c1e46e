"""Why a department's act on a notice was refused."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class NotOurs(DomainError):
    """The notice stands with another department."""

    code = "notices.handling.not_ours"
    message = "这件告知现在由{office}办理，本单位只能查看"
    remedy = "如应由本单位办理，请联系该单位改派，或由上级单位负责人改派"
    http_status = 403


class TextMissing(DomainError):
    """An answer that says nothing without a text came without one."""

    code = "notices.handling.text_missing"
    message = "反馈“{feedback}”需要写明情况"
    remedy = "请写明发现了什么、怎样核实的"


class FeedbackMissing(DomainError):
    """No answer was chosen."""

    code = "notices.handling.feedback_missing"
    message = "没有选择反馈结果"
    remedy = "请先选一项反馈结果"


class TargetEnded(DomainError):
    """The department to hand over to does not exist any more, or never did."""

    code = "notices.handling.target_ended"
    message = "不能改派给“{name}”：该单位不存在或已撤销"
    remedy = "请另选一个单位"


class SameTarget(DomainError):
    """The notice stands there already."""

    code = "notices.handling.same_target"
    message = "这件告知已经在该单位"
    remedy = "请另选一个单位"


class NothingToMerge(DomainError):
    """What was chosen is no duplicate of the notice."""

    code = "notices.handling.nothing_to_merge"
    message = "所选告知与本件不是同一企业、同一事项，或已经办结，不能并案"
    remedy = "请刷新页面后重新选择"


class NothingChosen(DomainError):
    """A batch without a notice."""

    code = "notices.handling.nothing_chosen"
    message = "没有选中任何告知"
    remedy = "请先在列表中勾选"


class TooManyChosen(DomainError):
    """More notices than one confirmation takes."""

    code = "notices.handling.too_many_chosen"
    message = "一次最多办理 {most} 件，选中了 {chosen} 件"
    remedy = "请分几次办理"


class FileUnknown(NotFound):
    """No such file at this notice."""

    code = "notices.handling.file_unknown"
    message = "这件告知没有这份附件"
    remedy = "请从告知详情页打开"


class TooManyFiles(DomainError):
    """More files than one answer takes."""

    code = "notices.handling.too_many_files"
    message = "一次最多上传 {most} 份附件"
    remedy = "请合并后再上传，或在反馈后继续补充"


class WordingTaken(Conflict):
    """The department has a wording of this title already."""

    code = "notices.handling.wording_taken"
    message = "本单位已有名为“{title}”的用语"
    remedy = "请换一个名称，或先停用原来的"


class WordingUnknown(NotFound):
    """No such wording of this department."""

    code = "notices.handling.wording_unknown"
    message = "本单位没有这条用语"
    remedy = "请刷新页面"
