"""Why repair refuses."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class RecordUnknown(NotFound):
    """Nothing is public under this address."""

    code = "credit.repair.record_unknown"
    message = "没有这条公示"
    remedy = "从公示列表重新进入；已停止公示的不需要修复"


class RepairUnknown(NotFound):
    """No such repair, or it is another department's, or the receipt is wrong: all in the same words."""

    code = "credit.repair.unknown"
    message = "没有这件修复申请"
    remedy = "核对回执上的地址，或从列表重新进入"


class NotEligible(DomainError):
    """Something stands against repair today."""

    code = "credit.repair.not_eligible"
    message = "现在不能修复：{words}"
    remedy = "{remedy}"


class NotProven(DomainError):
    """What was typed does not belong to the record."""

    code = "credit.repair.not_proven"
    message = "统一社会信用代码或决定文书号与这条公示不符"
    remedy = "按处罚决定书核对后重新填写"


class NotCommitted(DomainError):
    """Without the promise there is no repair."""

    code = "credit.repair.not_committed"
    message = "没有勾选信用修复承诺"
    remedy = "阅读承诺内容，同意后勾选"


class PaperMissing(DomainError):
    """One of the two documents was not chosen."""

    code = "credit.repair.paper_missing"
    message = "没有选择“{paper}”"
    remedy = "选择 PDF、JPG 或 PNG 文件后提交"


class PaperNotReadable(DomainError):
    """The content of a file is not what this door takes, whatever its name says."""

    code = "credit.repair.paper_not_readable"
    message = "“{paper}”不是 PDF、JPG 或 PNG 文件"
    remedy = "把原件扫描或另存为 PDF、JPG、PNG 后重新选择"


class PaperTooLarge(DomainError):
    """More bytes than the door takes."""

    code = "credit.repair.paper_too_large"
    message = "“{paper}”超过 {most} MB"
    remedy = "降低扫描分辨率，或分成几页后重新选择"
    http_status = 413


class TooManyPapers(DomainError):
    """An application keeps a limited number of files."""

    code = "credit.repair.too_many_papers"
    message = "材料至多 {most} 份"
    remedy = "把几份材料合成一个 PDF"


class AlreadyApplied(Conflict):
    """One application about a record at a time."""

    code = "credit.repair.already_applied"
    message = "这条公示已有一件修复申请在办"
    remedy = "凭申请时的回执查看进度"


class ReasonNeeded(DomainError):
    """Every decision says why."""

    code = "credit.repair.reason_needed"
    message = "“{what}”要写明理由"
    remedy = "理由会写进给申请人的通知"


class DecidedByAcceptor(DomainError):
    """Whoever took an application in does not decide it."""

    code = "credit.repair.decided_by_acceptor"
    message = "这件申请由您受理，须由另一人决定"
    remedy = "请本单位其他审核人员决定"
    http_status = 403


class ExtendedAlready(Conflict):
    """A deadline is extended once, by what the rule allows."""

    code = "credit.repair.extended_already"
    message = "审查期限不能再延长"
    remedy = "在现有期限内作出决定"


class ChangedMeanwhile(Conflict):
    """Somebody else handled it, or the applicant supplemented it, since the page was opened."""

    code = "credit.repair.changed_meanwhile"
    message = "“{number}”已被他人办理或补正"
    remedy = "刷新页面查看最新内容"


class RecordChanging(Conflict):
    """The record is being corrected and waits for its review."""

    code = "credit.repair.record_changing"
    message = "“{doc_no}”的公示已更正或撤下，不能按原来的记录决定修复"
    remedy = "更正后的版本公示以后再决定；决定已被撤销的，以此为由不予修复"


class NoDeadlineRule(DomainError):
    """The rulebook has no deadline for a step."""

    code = "credit.repair.no_deadline_rule"
    message = "规则库没有“{step}”期限的规则"
    remedy = "请由管理员在规则库中补充，并注明依据"
