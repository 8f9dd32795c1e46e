"""Keep what was received as bytes, and read it again."""

from typing import Final

from supervision.kernel.crypto import provider

PURPOSE: Final = "registration.payload"
PLAIN: Final = b"{"


def sealed(payload: bytes, *, private: bool) -> bytes:
    """Return the bytes to be stored; plain ones are told from encrypted ones by their first character."""
    return provider().encrypt(PURPOSE, payload) if private else payload


def opened(stored: bytes) -> str:
    """Return what was received as text."""
    return (stored if stored.startswith(PLAIN) else provider().decrypt(PURPOSE, stored)).decode()
