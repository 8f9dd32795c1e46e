"""What cannot be settled."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class ProposalUnknown(NotFound):
    """No such proposal, or it is about another department's notice."""

    code = "notices.closing.proposal_unknown"
    message = "没有这条待确认的许可，或不属于本部门"
    remedy = "请从待确认列表重新进入"


class AlreadySettled(Conflict):
    """Somebody was faster."""

    code = "notices.closing.already_settled"
    message = "这一条刚刚已由他人处理，本次操作没有生效"
    remedy = "请刷新页面查看最新情况"


class FollowUpUnknown(NotFound):
    """No such follow-up, or another department's."""

    code = "notices.closing.follow_up_unknown"
    message = "没有这条跟踪，或不属于本部门"
    remedy = "请从改革方式跟踪重新进入"


class NoteMissing(DomainError):
    """Something false was found without saying what."""

    code = "notices.closing.note_missing"
    message = "没有写明哪里不属实"
    remedy = "请用一句话写明核查情况，会随线索移交"
