"""Why assessment refuses."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class CircularUnknown(NotFound):
    """There is no such circular."""

    code = "credit.circular_unknown"
    message = "没有这份通报"


class AppealUnknown(NotFound):
    """There is no such appeal, or it is none of one's business."""

    code = "credit.appeal_unknown"
    message = "没有这件申诉"


class PeriodNotOver(DomainError):
    """Decisions of the period may still be reported in time."""

    code = "credit.period_not_over"
    message = "{said}的决定在 {due} 前仍可按期报送，不能印发通报"
    remedy = "请在 {due} 之后印发"


class AlreadyIssued(Conflict):
    """A circular is issued once and never changes."""

    code = "credit.already_issued"
    message = "{said}的通报已印发"
    remedy = "请打开已印发的通报；数字有误的由部门申诉"


class OwnAppeal(DomainError):
    """Who filed an appeal, and that person's department, do not decide it."""

    code = "credit.own_appeal"
    message = "申诉须由申诉部门以外的人员决定"
    remedy = "请其他考核人员决定"


class NothingAppealed(DomainError):
    """An appeal names the decisions that were counted wrongly."""

    code = "credit.nothing_appealed"
    message = "没有选择要申诉的决定"
    remedy = "在列表里勾选，每件申诉至多 500 件"


class NotCounted(DomainError):
    """A decision that was not counted against the department needs no appeal."""

    code = "credit.not_counted"
    message = "所选的决定不在本部门这一指标的明细里"
    remedy = "刷新后从列表里重新勾选"


class AnswerMissing(DomainError):
    """A decision on an appeal gives its reasons."""

    code = "credit.answer_missing"
    message = "写明决定的理由"
    remedy = "申诉部门会看到"
