"""Refusals that every part of notices may give."""

from supervision.kernel.errors import Conflict, NotFound


class NoticeUnknown(NotFound):
    """No such notice, or it belongs to somebody else."""

    code = "notices.notice_unknown"
    message = "没有这件告知，或不属于本部门"
    remedy = "从收件箱或认领池重新进入"


class NoticeChangedMeanwhile(Conflict):
    """Somebody acted on the notice between reading and writing."""

    code = "notices.notice_changed_meanwhile"
    message = "告知件 {number} 刚刚被他人办理"
    remedy = "请刷新页面，看到最新状态后再办理"
