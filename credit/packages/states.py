"""Whether a signing key is believed."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class KeyState(StrEnum):
    """密钥状态; a registered one is believed from its first to its last day, a revoked one never again."""

    REGISTERED = "registered"
    REVOKED = "revoked"


class KeyAction(StrEnum):
    """密钥操作."""

    REVOKE = "revoke"


KEY = Transitions({(KeyState.REGISTERED, KeyAction.REVOKE): KeyState.REVOKED})
