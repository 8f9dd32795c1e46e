"""An appeal against a figure: filed, decided by somebody else, or taken back."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class AppealState(StrEnum):
    """申诉状态."""

    FILED = "filed"
    UPHELD = "upheld"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"filed": "待决定", "upheld": "申诉成立", "refused": "申诉不成立", "withdrawn": "已撤回"}[self]

    @property
    def tone(self) -> str:
        return {"filed": "warn", "upheld": "ok", "refused": "mute", "withdrawn": "mute"}[self]


class AppealAction(StrEnum):
    """What may be done to an appeal."""

    UPHOLD = "uphold"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


APPEAL = Transitions(
    {
        (AppealState.FILED, AppealAction.UPHOLD): AppealState.UPHELD,
        (AppealState.FILED, AppealAction.REFUSE): AppealState.REFUSED,
        (AppealState.FILED, AppealAction.WITHDRAW): AppealState.WITHDRAWN,
    }
)
