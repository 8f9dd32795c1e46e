"""Whether an authorisation holds."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class GrantState(StrEnum):
    """授权状态; a granted one holds from its first to its last day."""

    GRANTED = "granted"
    ENDED = "ended"


class GrantAction(StrEnum):
    """授权操作."""

    END = "end"


GRANT = Transitions({(GrantState.GRANTED, GrantAction.END): GrantState.ENDED})
