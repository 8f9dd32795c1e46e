"""A message to a receiver, from the queue to its receipt, and what may differ between both sides."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class Act(StrEnum):
    """What a message does at the receiver."""

    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    REPAIR = "repair"

    @property
    def label(self) -> str:
        return {"publish": "推送", "correct": "更正", "withdraw": "撤下", "repair": "修复"}[self]

    @property
    def gives(self) -> bool:
        """Tell whether the receiver holds the record after it."""
        return self in {Act.PUBLISH, Act.CORRECT}


BACK = tuple(act.value for act in Act if not act.gives)


class MessageState(StrEnum):
    """待发送, 发送中, 待回执, 已接收, 被退回, 已由新消息取代. The last three are final."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        return {
            "waiting": "待发送",
            "sending": "发送中",
            "sent": "待回执",
            "accepted": "已接收",
            "refused": "被退回",
            "superseded": "已由新消息取代",
        }[self]

    @property
    def tone(self) -> str:
        return {"waiting": "warn", "sending": "info", "sent": "info", "accepted": "ok", "refused": "bad"}.get(self, "mute")


class MessageMove(StrEnum):
    """What may happen to a message."""

    CLAIM = "claim"
    DELIVER = "deliver"
    RELEASE = "release"
    ACCEPT = "accept"
    REFUSE = "refuse"
    SUPERSEDE = "supersede"


_S, _M = MessageState, MessageMove
MESSAGE = Transitions(
    {
        (_S.WAITING, _M.CLAIM): _S.SENDING,
        (_S.WAITING, _M.SUPERSEDE): _S.SUPERSEDED,
        (_S.WAITING, _M.ACCEPT): _S.ACCEPTED,
        (_S.WAITING, _M.REFUSE): _S.REFUSED,
        (_S.SENDING, _M.DELIVER): _S.SENT,
        (_S.SENDING, _M.RELEASE): _S.WAITING,
        (_S.SENDING, _M.SUPERSEDE): _S.SUPERSEDED,
        (_S.SENDING, _M.ACCEPT): _S.ACCEPTED,
        (_S.SENDING, _M.REFUSE): _S.REFUSED,
        (_S.SENT, _M.RELEASE): _S.WAITING,
        (_S.SENT, _M.SUPERSEDE): _S.SUPERSEDED,
        (_S.SENT, _M.ACCEPT): _S.ACCEPTED,
        (_S.SENT, _M.REFUSE): _S.REFUSED,
    }
)
OPEN = frozenset({_S.WAITING, _S.SENDING, _S.SENT})


def sources(move: MessageMove) -> tuple[str, ...]:
    """Return the states that a move leads away from, for statements about many messages at once."""
    return tuple(state.value for state, met, _target in MESSAGE if met is move)


class Difference(StrEnum):
    """What the daily reconcile may find about one decision."""

    UNPUBLISHED = "unpublished"
    UNQUEUED = "unqueued"
    UNSENT = "unsent"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    MISSING = "missing"
    EXTRA = "extra"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "unpublished": "已产生，未公示",
            "unqueued": "应推送，未入队列",
            "unsent": "待发送",
            "unanswered": "已发送，无回执",
            "refused": "被退回",
            "missing": "已回执，对方查无",
            "extra": "应撤下，对方仍持有",
            "other": "对方所持内容或版本不符",
            "unknown": "对方持有，本平台无对应记录",
        }[self]

    @property
    def remedy(self) -> str:
        return {
            "unpublished": "公示审核通过后自动推送；不予公示的不推送",
            "unqueued": "重新推送",
            "unsent": "渠道恢复后自动发送",
            "unanswered": "超过回执时限自动重发，也可重新推送",
            "refused": "按退回原因更正决定，更正后自动推送",
            "missing": "重新推送",
            "extra": "重新推送撤下",
            "other": "重新推送",
            "unknown": "与接收方核对来源",
        }[self]

    @property
    def tone(self) -> str:
        return {"unpublished": "mute", "unsent": "warn", "unanswered": "warn"}.get(self, "bad")

    @property
    def repushed(self) -> bool:
        """Tell whether pushing again is the remedy."""
        return self in {
            Difference.UNQUEUED,
            Difference.UNANSWERED,
            Difference.MISSING,
            Difference.EXTRA,
            Difference.OTHER,
            Difference.REFUSED,
        }
