"""Refusals of matching."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class DoubtNotFound(NotFound):
    """The queue holds no such question."""

    code = "licensing.matching.doubt_not_found"
    message = "没有这条待判定的语句"
    remedy = "请回到待判定语句列表重新选择"


class DoubtSettled(Conflict):
    """Somebody else decided meanwhile."""

    code = "licensing.matching.doubt_settled"
    message = "这条语句已有人判定"
    remedy = "请看下一条；要改判，在已判定列表中打开这一条"


class VerdictMissing(DomainError):
    """No button was pressed, or one that does not exist."""

    code = "licensing.matching.verdict_missing"
    message = "没有选择判定结果"
    remedy = "请选择“涉及”或“不涉及”"


class ReasonMissing(DomainError):
    """A decision that changes an earlier one must say why."""

    code = "licensing.matching.reason_missing"
    message = "改判须说明理由"
    remedy = "请写明改判的理由，二十字以内即可"


class ScopeTooLong(DomainError):
    """A text far longer than any business scope."""

    code = "licensing.matching.scope_too_long"
    message = "经营范围超过 {limit} 字，不能比对"
    remedy = "请核对粘贴的内容，只保留经营范围"
