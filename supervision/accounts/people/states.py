"""The states of an account."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class UserState(StrEnum):
    """账号状态."""

    ACTIVE = "active"
    DISABLED = "disabled"


class UserAction(StrEnum):
    """账号操作."""

    DISABLE = "disable"
    ENABLE = "enable"


USER = Transitions(
    {
        (UserState.ACTIVE, UserAction.DISABLE): UserState.DISABLED,
        (UserState.DISABLED, UserAction.ENABLE): UserState.ACTIVE,
    }
)
