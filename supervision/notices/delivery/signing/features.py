"""Signatures over time and body, as `docs/webhooks.md` tells receivers to check them."""

import secrets
from typing import Final

from supervision.kernel.crypto import CryptoProvider
from supervision.kernel.crypto.algorithms import keyed
from supervision.notices.delivery.states import Scheme

MACS: Final = {Scheme.HMAC_SHA256: "HMAC-SHA-256", Scheme.HMAC_SM3: "HMAC-SM3"}
PURPOSE: Final = "notices.delivery.secret"


def new_secret() -> str:
    """Return a fresh secret; it is shown once and stored encrypted."""
    return secrets.token_urlsafe(32)


def signed(body: bytes, *, stamp: int, scheme: Scheme, secret: str | None, crypto: CryptoProvider) -> dict[str, str]:
    """Return the headers that prove time and body."""
    message = f"{stamp}.".encode() + body
    if scheme is Scheme.PLATFORM:
        value = crypto.sign(message).hex()
    else:
        value = keyed(MACS[scheme], (secret or "").encode(), message).hex()
    return {"X-Supervision-Time": str(stamp), "X-Supervision-Signature": f"{scheme.value}={value}"}


def sealed(secret: str, *, crypto: CryptoProvider) -> bytes:
    """Return the secret as it is stored."""
    return crypto.encrypt(PURPOSE, secret.encode())


def opened(stored: bytes | None, *, crypto: CryptoProvider) -> str | None:
    """Return the secret as it was given."""
    return None if stored is None else crypto.decrypt(PURPOSE, stored).decode()
