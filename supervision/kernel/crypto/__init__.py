"""Cryptography behind one interface (商用密码): SM2, SM3, SM4, with AES, SHA-256 and Ed25519 beside them."""

from pathlib import Path
from threading import Lock

from supervision.kernel.crypto import keys
from supervision.kernel.crypto.provider import CryptoProvider, SoftwareProvider
from supervision.kernel.settings import Settings

__all__ = ["CryptoProvider", "SoftwareProvider", "join", "key_directory", "provider"]


class _Joined:
    provider: CryptoProvider | None = None
    lock = Lock()


def key_directory(settings: Settings) -> Path:
    """Return where the keys lie."""
    return settings.key_directory or settings.var / "keys"


def join(joined: CryptoProvider | None) -> None:
    """Make a provider the one that this process works with; `None` returns to the settings."""
    _Joined.provider = joined


def provider() -> CryptoProvider:
    """Return the joined provider, or the software one with the keys that the settings name.

    Keys are made by themselves only beside the embedded database; elsewhere `supervision keys create` is a decision.
    """
    with _Joined.lock:
        if _Joined.provider is None:
            settings = Settings.from_environment()
            reader = keys.load_or_create if settings.embedded_database and not settings.key_directory else keys.load
            _Joined.provider = SoftwareProvider(reader(key_directory(settings)))
        return _Joined.provider
