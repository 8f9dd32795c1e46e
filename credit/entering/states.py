"""An entry from its first draft to the verdict of the door."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class EntryState(StrEnum):
    """草稿, 已提交, 已接收, 暂存, 退回, 已放弃."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    HELD = "held"
    REFUSED = "refused"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return {
            "draft": "草稿",
            "sent": "已提交，等结果",
            "accepted": "已接收",
            "held": "已收下，待确认",
            "refused": "退回",
            "discarded": "已放弃",
        }[self]

    @property
    def tone(self) -> str:
        return {"draft": "mute", "sent": "info", "accepted": "ok", "held": "warn", "refused": "bad"}.get(self, "mute")


class EntryAction(StrEnum):
    """What may happen to an entry; the verdict is the door's."""

    SEND = "send"
    ACCEPT = "accept"
    HOLD = "hold"
    REFUSE = "refuse"
    DISCARD = "discard"


_S, _A = EntryState, EntryAction
ENTRY = Transitions(
    {
        (_S.DRAFT, _A.SEND): _S.SENT,
        (_S.DRAFT, _A.DISCARD): _S.DISCARDED,
        (_S.SENT, _A.ACCEPT): _S.ACCEPTED,
        (_S.SENT, _A.HOLD): _S.HELD,
        (_S.SENT, _A.REFUSE): _S.REFUSED,
    }
)
