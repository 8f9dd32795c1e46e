"""How a claim ends."""

from enum import StrEnum


class ClaimOutcome(StrEnum):
    """认领结果: `joined` handles the firm beside the one that was first; `yielded` was first and gave way to the item's office."""

    WON = "won"
    LOST = "lost"
    YIELDED = "yielded"
    JOINED = "joined"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return "ok" if self in {ClaimOutcome.WON, ClaimOutcome.JOINED} else "mute"


_LABELS = {
    ClaimOutcome.WON: "认领成功",
    ClaimOutcome.LOST: "他人在先",
    ClaimOutcome.YIELDED: "移交审批部门",
    ClaimOutcome.JOINED: "共同承办",
}
