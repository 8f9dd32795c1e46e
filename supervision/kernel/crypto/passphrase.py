"""Sealing a file with a passphrase: Argon2id makes the key, an authenticated cipher does the rest, and the passphrase is kept nowhere.

Bytes describe themselves: magic, one byte key derivation, one byte algorithm, salt, then the value; all of it is authenticated.
"""

import secrets
import unicodedata
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from supervision.kernel.crypto import algorithms
from supervision.kernel.crypto.errors import ValueTampered

MAGIC: Final = b"\x89SEAL1\r\n"
SALT: Final = 16
HEAD: Final = len(MAGIC) + 2 + SALT
DERIVATIONS: Final = {1: (3, 64 * 1024, 2)}
"""Number → passes, memory in KiB, lanes; what costs how much is never read from the file, so that no file can ask for all memory."""
DERIVATION: Final = 1


def is_sealed(content: bytes) -> bool:
    """Tell whether a passphrase is needed."""
    return content.startswith(MAGIC)


def seal(passphrase: str, plain: bytes, *, purpose: str) -> bytes:
    """Return sealed bytes that only the same passphrase opens, and only for the same purpose."""
    cipher = algorithms.ENCRYPTIONS[0 if algorithms.offers_sm4_gcm() else 1]
    head = MAGIC + bytes([DERIVATION, cipher.number]) + secrets.token_bytes(SALT)
    return head + cipher.seal(_key(passphrase, head), plain, head + purpose.encode())


def unseal(passphrase: str, sealed: bytes, *, purpose: str) -> bytes:
    """Return the plain bytes, or raise `ValueTampered`: a wrong passphrase and a changed byte look the same."""
    head, body = sealed[:HEAD], sealed[HEAD:]
    number = head[len(MAGIC) + 1] if len(head) == HEAD else 0
    cipher = next((item for item in algorithms.ENCRYPTIONS if item.number == number), None)
    if cipher is None or not is_sealed(head) or head[len(MAGIC)] not in DERIVATIONS:
        raise ValueTampered
    return cipher.open(_key(passphrase, head), body, head + purpose.encode())


def _key(passphrase: str, head: bytes) -> bytes:
    passes, memory, lanes = DERIVATIONS[head[len(MAGIC)]]
    secret = unicodedata.normalize("NFC", passphrase).encode()
    return hash_secret_raw(secret, head[-SALT:], passes, memory, lanes, 32, Type.ID)
