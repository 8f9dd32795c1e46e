"""The algorithms by number: every stored value begins with one of these bytes, for ever.

依据: GB/T 32905（SM3）、GB/T 32907（SM4）、GB/T 32918（SM2）；国际算法并列提供。
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes

from supervision.kernel.crypto import sm2
from supervision.kernel.crypto.errors import ValueTampered

NONCE: Final = 12
TAG: Final = 16
MAC: Final = 32


class Encryption(Protocol):
    """An authenticated cipher."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...

    def seal(self, key: bytes, plain: bytes, associated: bytes) -> bytes: ...

    def open(self, key: bytes, sealed: bytes, associated: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Gcm:
    """Galois/counter mode over a block cipher; sealed bytes are nonce, text, tag."""

    number: int
    name: str
    key_bytes: int
    block: type[algorithms.SM4] | type[algorithms.AES]

    def seal(self, key: bytes, plain: bytes, associated: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        worker = Cipher(self._cipher(key), modes.GCM(nonce)).encryptor()
        worker.authenticate_additional_data(associated)
        return nonce + worker.update(plain) + worker.finalize() + worker.tag

    def open(self, key: bytes, sealed: bytes, associated: bytes) -> bytes:
        nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
        if len(sealed) < NONCE + TAG:
            raise ValueTampered
        worker = Cipher(self._cipher(key), modes.GCM(nonce, tag)).decryptor()
        worker.authenticate_additional_data(associated)
        try:
            return worker.update(body) + worker.finalize()
        except InvalidTag:
            raise ValueTampered from None

    def _cipher(self, key: bytes) -> CipherAlgorithm:
        return self.block(key[: self.key_bytes])


@dataclass(frozen=True, slots=True)
class CounterWithMac:
    """SM4 in counter mode with HMAC-SM3 over everything, for builds of OpenSSL without SM4-GCM."""

    number: int
    name: str

    def seal(self, key: bytes, plain: bytes, associated: bytes) -> bytes:
        nonce = secrets.token_bytes(16)
        worker = Cipher(algorithms.SM4(key[:16]), modes.CTR(nonce)).encryptor()
        body = nonce + worker.update(plain) + worker.finalize()
        return body + self._mac(key, body, associated)

    def open(self, key: bytes, sealed: bytes, associated: bytes) -> bytes:
        body, mac = sealed[:-MAC], sealed[-MAC:]
        if not secrets.compare_digest(mac, self._mac(key, body, associated)):
            raise ValueTampered
        worker = Cipher(algorithms.SM4(key[:16]), modes.CTR(body[:16])).decryptor()
        return worker.update(body[16:]) + worker.finalize()

    @staticmethod
    def _mac(key: bytes, body: bytes, associated: bytes) -> bytes:
        return keyed("HMAC-SM3", key, len(associated).to_bytes(8, "big") + associated + body)


class Signature(Protocol):
    """A signature scheme over whole messages."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...

    def public(self, secret: bytes) -> bytes: ...

    def sign(self, secret: bytes, message: bytes) -> bytes: ...

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool: ...


@dataclass(frozen=True, slots=True)
class Sm2:
    """SM2 over SM3 with the standard's default signer identity."""

    number: int
    name: str

    def public(self, secret: bytes) -> bytes:
        return sm2.public_key(secret)

    def sign(self, secret: bytes, message: bytes) -> bytes:
        return sm2.sign(secret, message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return sm2.verify(public, message, signature)


@dataclass(frozen=True, slots=True)
class Ed25519:
    """Ed25519 (RFC 8032)."""

    number: int
    name: str

    def public(self, secret: bytes) -> bytes:
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def sign(self, secret: bytes, message: bytes) -> bytes:
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret).sign(message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


ENCRYPTIONS: Final[tuple[Encryption, ...]] = (
    Gcm(1, "SM4-GCM", 16, algorithms.SM4),
    CounterWithMac(2, "SM4-CTR-HMAC-SM3"),
    Gcm(3, "AES-256-GCM", 32, algorithms.AES),
)
MACS: Final[Mapping[str, int]] = {"HMAC-SM3": 17, "HMAC-SHA-256": 18}
DIGESTS: Final[Mapping[str, int]] = {"SM3": 33, "SHA-256": 34}
SIGNATURES: Final[tuple[Signature, ...]] = (Sm2(49, "SM2-SM3"), Ed25519(50, "Ed25519"))

_HASHES: Final[Mapping[str, type[hashes.SM3] | type[hashes.SHA256]]] = {
    "SM3": hashes.SM3,
    "SHA-256": hashes.SHA256,
    "HMAC-SM3": hashes.SM3,
    "HMAC-SHA-256": hashes.SHA256,
}


def keyed(name: str, key: bytes, data: bytes) -> bytes:
    """Return the raw keyed hash."""
    worker = hmac.HMAC(key, _HASHES[name]())
    worker.update(data)
    return worker.finalize()


def hasher(name: str) -> hashes.Hash:
    """Return a running hash for data that does not fit into memory."""
    return hashes.Hash(_HASHES[name]())


def digest(name: str, data: bytes) -> bytes:
    """Return the raw 32-byte digest."""
    if name == "SHA-256":
        return hashlib.sha256(data).digest()
    worker = hasher(name)
    worker.update(data)
    return worker.finalize()


def offers_sm4_gcm() -> bool:
    """Tell whether this build of OpenSSL knows SM4 in Galois/counter mode."""
    try:
        Cipher(algorithms.SM4(bytes(16)), modes.GCM(bytes(NONCE))).encryptor()
    except UnsupportedAlgorithm:
        return False
    return True
