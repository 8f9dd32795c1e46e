"""Where a notice can stand, what can be done with it there, and what a department may answer."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class NoticeKind(StrEnum):
    """Why a notice was made: the kind of registration that it tells of, or a second department's claim."""

    ESTABLISHMENT = "establishment"
    SCOPE_CHANGE = "scope_change"
    ADDRESS_CHANGE = "address_change"
    REVOCATION = "revocation"
    CANCELLATION = "cancellation"
    CLAIM = "claim"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


class NoticeState(StrEnum):
    """告知件状态."""

    POOLED = "pooled"
    PUSHED = "pushed"
    RECEIVED = "received"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]

    @property
    def open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self in {NoticeState.POOLED, NoticeState.PUSHED, NoticeState.RECEIVED}


class NoticeAction(StrEnum):
    """What happens to a notice; the last four leave it where it stands."""

    PUSH = "push"
    POOL = "pool"
    CLAIM = "claim"
    RECEIVE = "receive"
    RETURN = "return"
    REASSIGN = "reassign"
    ANSWER = "answer"
    REOPEN = "reopen"
    CLOSE = "close"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    UPDATE = "update"
    REMIND = "remind"
    ESCALATE = "escalate"
    REMARK = "remark"

    @property
    def label(self) -> str:
        return _ACTION_LABELS[self]


class Feedback(StrEnum):
    """反馈结果."""

    LICENSED = "licensed"
    FILED = "filed"
    NOT_REQUIRED = "not_required"
    NOT_ENGAGED = "not_engaged"
    UNLICENSED = "unlicensed"
    CANNOT_CONTACT = "cannot_contact"

    @property
    def label(self) -> str:
        return _FEEDBACK_LABELS[self]

    @property
    def tone(self) -> str:
        return "bad" if self is Feedback.UNLICENSED else "warn" if self is Feedback.CANNOT_CONTACT else "ok"


class PoolReason(StrEnum):
    """Why nobody was told directly."""

    NO_ITEM = "no_item"
    DOUBT = "doubt"
    SCOPE_EMPTY = "scope_empty"
    SCOPE_GARBLED = "scope_garbled"
    DIVISION_UNKNOWN = "division_unknown"
    NO_OFFICE = "no_office"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return _POOL_LABELS[self]


_KIND_LABELS = {
    NoticeKind.ESTABLISHMENT: "设立登记",
    NoticeKind.SCOPE_CHANGE: "经营范围变更",
    NoticeKind.ADDRESS_CHANGE: "住所变更",
    NoticeKind.REVOCATION: "吊销",
    NoticeKind.CANCELLATION: "注销登记",
    NoticeKind.CLAIM: "另行认领",
}
_STATE_LABELS = {
    NoticeState.POOLED: "待认领",
    NoticeState.PUSHED: "待接收",
    NoticeState.RECEIVED: "办理中",
    NoticeState.ANSWERED: "已反馈",
    NoticeState.CLOSED: "已办结",
    NoticeState.MERGED: "已并案",
    NoticeState.WITHDRAWN: "已撤回",
}
_TONES = {
    NoticeState.POOLED: "warn",
    NoticeState.PUSHED: "info",
    NoticeState.RECEIVED: "info",
    NoticeState.ANSWERED: "ok",
    NoticeState.CLOSED: "ok",
    NoticeState.MERGED: "mute",
    NoticeState.WITHDRAWN: "mute",
}
_ACTION_LABELS = {
    NoticeAction.PUSH: "推送",
    NoticeAction.POOL: "进入认领池",
    NoticeAction.CLAIM: "认领",
    NoticeAction.RECEIVE: "接收",
    NoticeAction.RETURN: "回退",
    NoticeAction.REASSIGN: "改派",
    NoticeAction.ANSWER: "反馈",
    NoticeAction.REOPEN: "重新办理",
    NoticeAction.CLOSE: "办结",
    NoticeAction.MERGE: "并案",
    NoticeAction.WITHDRAW: "撤回",
    NoticeAction.UPDATE: "登记信息更新",
    NoticeAction.REMIND: "催办",
    NoticeAction.ESCALATE: "上报督办",
    NoticeAction.REMARK: "备注",
}
_FEEDBACK_LABELS = {
    Feedback.LICENSED: "已取得许可",
    Feedback.FILED: "已备案",
    Feedback.NOT_REQUIRED: "无需许可",
    Feedback.NOT_ENGAGED: "未实际开展",
    Feedback.UNLICENSED: "发现无证经营",
    Feedback.CANNOT_CONTACT: "无法联系",
}
_POOL_LABELS = {
    PoolReason.NO_ITEM: "无需审批，待行业主管部门认领",
    PoolReason.DOUBT: "是否涉及审批事项存疑",
    PoolReason.SCOPE_EMPTY: "经营范围为空",
    PoolReason.SCOPE_GARBLED: "经营范围无法识别",
    PoolReason.DIVISION_UNKNOWN: "登记区划不明",
    PoolReason.NO_OFFICE: "没有对应的审批部门",
    PoolReason.RETURNED: "部门回退",
}

_S, _A = NoticeState, NoticeAction
_STAYS = (_A.UPDATE, _A.REMIND, _A.ESCALATE, _A.REMARK)

# A claimed notice goes to the item's own office that claims it later (CLAIM from RECEIVED).
# A withdrawn notice comes back (PUSH, POOL) when a correction asks for the item again: one notice for one cause.
NOTICE = Transitions(
    {
        (_S.POOLED, _A.PUSH): _S.PUSHED,
        (_S.POOLED, _A.CLAIM): _S.RECEIVED,
        (_S.POOLED, _A.REASSIGN): _S.PUSHED,
        (_S.PUSHED, _A.POOL): _S.POOLED,
        (_S.PUSHED, _A.RECEIVE): _S.RECEIVED,
        (_S.PUSHED, _A.RETURN): _S.POOLED,
        (_S.PUSHED, _A.REASSIGN): _S.PUSHED,
        (_S.RECEIVED, _A.CLAIM): _S.RECEIVED,
        (_S.RECEIVED, _A.RETURN): _S.POOLED,
        (_S.RECEIVED, _A.REASSIGN): _S.PUSHED,
        (_S.RECEIVED, _A.ANSWER): _S.ANSWERED,
        (_S.ANSWERED, _A.REOPEN): _S.RECEIVED,
        (_S.CLOSED, _A.REOPEN): _S.RECEIVED,
        (_S.WITHDRAWN, _A.PUSH): _S.PUSHED,
        (_S.WITHDRAWN, _A.POOL): _S.POOLED,
        **{(state, _A.CLOSE): _S.CLOSED for state in (_S.POOLED, _S.PUSHED, _S.RECEIVED, _S.ANSWERED)},
        **{(state, _A.MERGE): _S.MERGED for state in (_S.POOLED, _S.PUSHED, _S.RECEIVED)},
        **{(state, _A.WITHDRAW): _S.WITHDRAWN for state in (_S.POOLED, _S.PUSHED, _S.RECEIVED)},
        **{(state, action): state for state in _S for action in _STAYS},
    }
)
