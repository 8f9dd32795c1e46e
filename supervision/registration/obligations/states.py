"""Why a scope has to go, and how far that is."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class Ground(StrEnum):
    """What became of the licence."""

    REVOKED = "revoked"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


GROUND_LABELS = {Ground.REVOKED: "许可证被吊销", Ground.EXPIRED: "许可证有效期届满", Ground.CANCELLED: "许可证被撤销或注销"}


class ObligationState(StrEnum):
    """变更义务状态."""

    OPEN = "open"
    MET = "met"
    OVERDUE = "overdue"


STATE_LABELS = {ObligationState.OPEN: "待变更", ObligationState.MET: "已变更", ObligationState.OVERDUE: "逾期未变更"}


class ObligationAction(StrEnum):
    """What happens to an obligation."""

    MEET = "meet"
    EXPIRE = "expire"


OBLIGATION = Transitions(
    {
        (ObligationState.OPEN, ObligationAction.MEET): ObligationState.MET,
        (ObligationState.OPEN, ObligationAction.EXPIRE): ObligationState.OVERDUE,
        (ObligationState.OVERDUE, ObligationAction.MEET): ObligationState.MET,
    }
)
