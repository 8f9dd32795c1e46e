"""Why a notice was not moved."""

from supervision.kernel.errors import Conflict, DomainError


class ChangedMeanwhile(Conflict):
    """Somebody moved the notice after the page was drawn."""

    code = "notices.handling.changed_meanwhile"
    message = "这件告知刚刚由{who}办理过（{what}），本次操作没有生效"
    remedy = "请刷新页面，看到最新情况后再决定"


class ActionNotPossible(Conflict):
    """The notice is in a state that knows no such move."""

    code = "notices.handling.action_not_possible"
    message = "这件告知现在是“{state}”，不能{action}，本次操作没有生效"
    remedy = "请刷新页面查看经过"


class RequestKeyTaken(Conflict):
    """The number of a form came again for something else."""

    code = "notices.handling.request_key_taken"
    message = "这张表单已经用过，本次操作没有生效"
    remedy = "请刷新页面后再提交"


class ReasonMissing(DomainError):
    """A move that needs a reason came without one."""

    code = "notices.handling.reason_missing"
    message = "没有写明理由"
    remedy = "请用一句话写明理由，接手的人会看到"
