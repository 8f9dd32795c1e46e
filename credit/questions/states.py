"""A question about a row: open, answered by a better row or an explanation, and closed."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class QuestionState(StrEnum):
    """待处理, 已重报, 待确认说明, 已改正, 已说明, 已撤回, 已放行."""

    OPEN = "open"
    SENT = "sent"
    EXPLAINING = "explaining"
    FIXED = "fixed"
    EXPLAINED = "explained"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"

    @property
    def label(self) -> str:
        return {
            "open": "待处理",
            "sent": "已重报，等结果",
            "explaining": "待确认说明",
            "fixed": "已改正",
            "explained": "已说明",
            "withdrawn": "已撤回",
            "released": "已放行",
        }[self]

    @property
    def tone(self) -> str:
        return {"open": "warn", "sent": "info", "explaining": "info", "fixed": "ok", "explained": "ok"}.get(self, "mute")

    @property
    def ended(self) -> bool:
        return self in ENDED


class QuestionAction(StrEnum):
    """What may happen to a question; a row of the same matter that is accepted closes it from every open state."""

    SEND = "send"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPLAIN = "explain"
    CONFIRM = "confirm"
    RETURN = "return"
    WITHDRAW = "withdraw"
    RELEASE = "release"


class Origin(StrEnum):
    """退回, 暂存, 接收方退回."""

    REFUSED = "refused"
    HELD = "held"
    RECEIVER = "receiver"

    @property
    def label(self) -> str:
        return {"refused": "退回", "held": "暂存", "receiver": "接收方退回"}[self]

    @property
    def tone(self) -> str:
        return {"refused": "bad", "held": "warn", "receiver": "warn"}[self]


_S, _A = QuestionState, QuestionAction
QUESTION = Transitions(
    {
        (_S.OPEN, _A.SEND): _S.SENT,
        (_S.OPEN, _A.ACCEPT): _S.FIXED,
        (_S.OPEN, _A.EXPLAIN): _S.EXPLAINING,
        (_S.OPEN, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.OPEN, _A.RELEASE): _S.RELEASED,
        (_S.SENT, _A.ACCEPT): _S.FIXED,
        (_S.SENT, _A.REFUSE): _S.OPEN,
        (_S.SENT, _A.RELEASE): _S.RELEASED,
        (_S.EXPLAINING, _A.CONFIRM): _S.EXPLAINED,
        (_S.EXPLAINING, _A.RETURN): _S.OPEN,
        (_S.EXPLAINING, _A.ACCEPT): _S.FIXED,
        (_S.EXPLAINING, _A.RELEASE): _S.RELEASED,
    }
)
WAITING = (_S.OPEN.value, _S.SENT.value, _S.EXPLAINING.value)
ENDED = frozenset({_S.FIXED, _S.EXPLAINED, _S.WITHDRAWN, _S.RELEASED})


def sources(action: QuestionAction) -> tuple[str, ...]:
    """Return the states that an action leads away from, for statements about many questions at once."""
    return tuple(state.value for state, met, _target in QUESTION if met is action)
