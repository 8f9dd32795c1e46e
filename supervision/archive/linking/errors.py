"""Refusals of the review queue."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class CandidateNotFound(NotFound):
    """The queue holds no such question."""

    code = "archive.linking.candidate_not_found"
    message = "待核对主体中没有这一条"
    remedy = "请回到待核对主体列表重新选择"


class AlreadySettled(Conflict):
    """Somebody else answered meanwhile."""

    code = "archive.linking.already_settled"
    message = "这一条已由{settled_by}核对"
    remedy = "请看下一条；要改决定，从档案的记录进入"


class SubjectNotFound(NotFound):
    """The subject that was chosen does not exist."""

    code = "archive.linking.subject_not_found"
    message = "没有找到所选的档案"
    remedy = "请重新选择档案"


class CodeKnownAlready(DomainError):
    """A new archive was asked for under a code that one archive has."""

    code = "archive.linking.code_known_already"
    message = "代码 {subject_code} 已有档案，不能再新建"
    remedy = "选择那份档案，或判为“不是”"
