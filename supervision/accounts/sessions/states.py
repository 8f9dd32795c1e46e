"""The states of a sign-in."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class SessionState(StrEnum):
    """会话状态. `half` waits for the second factor and opens nothing."""

    HALF = "half"
    OPEN = "open"
    ENDED = "ended"


class SessionAction(StrEnum):
    """会话操作."""

    CONFIRM = "confirm"
    END = "end"


SESSION = Transitions(
    {
        (SessionState.HALF, SessionAction.CONFIRM): SessionState.OPEN,
        (SessionState.HALF, SessionAction.END): SessionState.ENDED,
        (SessionState.OPEN, SessionAction.END): SessionState.ENDED,
    }
)
