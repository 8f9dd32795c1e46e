"""The states of a department's system."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class ClientState(StrEnum):
    """接入状态."""

    ACTIVE = "active"
    REVOKED = "revoked"


class ClientAction(StrEnum):
    """接入操作."""

    REVOKE = "revoke"


CLIENT = Transitions({(ClientState.ACTIVE, ClientAction.REVOKE): ClientState.REVOKED})
