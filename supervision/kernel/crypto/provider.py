"""What the platform asks of cryptography, and the software that answers until a certified device does.

Bytes describe themselves: one byte algorithm, two bytes key number (where there is a key), then the value.
"""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from supervision.kernel.crypto import algorithms
from supervision.kernel.crypto.errors import KeyUnknown, ValueTampered
from supervision.kernel.crypto.keys import ENCRYPT, HASH, SIGN, Key, KeyRing

HEAD = 3
Item = TypeVar("Item", bound=algorithms.Encryption | algorithms.Signature)


class CryptoProvider(Protocol):
    """The interface that a cipher machine (密码机) or a signing server (签名验签服务器) can stand behind."""

    def encrypt(self, purpose: str, plain: bytes) -> bytes:
        """Return sealed bytes that only the same purpose opens."""
        ...

    def decrypt(self, purpose: str, sealed: bytes) -> bytes:
        """Return the plain bytes, or raise `ValueTampered`."""
        ...

    def keyed_hash(self, purpose: str, data: bytes) -> bytes:
        """Return the hash under the newest key: equal data, equal bytes, and no guessing without the key."""
        ...

    def keyed_hashes(self, purpose: str, data: bytes) -> list[bytes]:
        """Return the hash under every key, newest first, to find what was stored before a rotation."""
        ...

    def digest(self, data: bytes, algorithm: str = "SM3") -> bytes:
        """Return a self-describing digest."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return a self-describing signature under the newest signing key."""
        ...

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Tell whether one of this platform's keys signed a message."""
        ...

    def public_key(self, signature: bytes) -> bytes:
        """Return the public key that belongs to a signature, algorithm byte first."""
        ...


class SoftwareProvider:
    """Keys in files, algorithms in OpenSSL and gmssl; does not by itself satisfy GB/T 39786."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys
        self._derived: dict[tuple[str, int, str], bytes] = {}

    def encrypt(self, purpose: str, plain: bytes) -> bytes:
        key = self._keys.active(ENCRYPT)
        cipher = _by_name(algorithms.ENCRYPTIONS, key.algorithm)
        head = _head(cipher.number, key)
        return head + cipher.seal(self._for_purpose(key, purpose), plain, head + purpose.encode())

    def decrypt(self, purpose: str, sealed: bytes) -> bytes:
        number, key_id = _parse(sealed)
        key = self._keys.named(ENCRYPT, key_id)
        cipher = _by_number(algorithms.ENCRYPTIONS, number)
        return cipher.open(self._for_purpose(key, purpose), sealed[HEAD:], sealed[:HEAD] + purpose.encode())

    def keyed_hash(self, purpose: str, data: bytes) -> bytes:
        return self._hash_under(self._keys.active(HASH), purpose, data)

    def keyed_hashes(self, purpose: str, data: bytes) -> list[bytes]:
        newest = self._keys.active(HASH)
        return [self._hash_under(key, purpose, data) for key in (newest, *self._keys.of(HASH)[1:])]

    def digest(self, data: bytes, algorithm: str = "SM3") -> bytes:
        return bytes([algorithms.DIGESTS[algorithm]]) + algorithms.digest(algorithm, data)

    def sign(self, message: bytes) -> bytes:
        key = self._keys.active(SIGN)
        scheme = _by_name(algorithms.SIGNATURES, key.algorithm)
        return _head(scheme.number, key) + scheme.sign(key.secret, message)

    def verify(self, message: bytes, signature: bytes) -> bool:
        public = self.public_key(signature)
        return verify_with(public, message, signature)

    def public_key(self, signature: bytes) -> bytes:
        number, key_id = _parse(signature)
        scheme = _by_number(algorithms.SIGNATURES, number)
        return bytes([number]) + scheme.public(self._keys.named(SIGN, key_id).secret)

    def _hash_under(self, key: Key, purpose: str, data: bytes) -> bytes:
        number = algorithms.MACS[key.algorithm]
        return _head(number, key) + algorithms.keyed(key.algorithm, self._for_purpose(key, purpose), data)

    def _for_purpose(self, key: Key, purpose: str) -> bytes:
        """Derive one key per purpose, so that a value copied to another column means nothing there."""
        name = (key.use, key.id, purpose)
        if name not in self._derived:
            self._derived[name] = algorithms.keyed("HMAC-SM3", key.secret, f"{key.use}:{purpose}".encode())
        return self._derived[name]


def verify_with(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a message was signed by the holder of a public key; needs no key directory."""
    number, _ = _parse(signature)
    if not public or public[0] != number:
        return False
    return _by_number(algorithms.SIGNATURES, number).verify(public[1:], message, signature[HEAD:])


def _head(number: int, key: Key) -> bytes:
    return bytes([number]) + key.id.to_bytes(2, "big")


def _parse(value: bytes) -> tuple[int, int]:
    if len(value) <= HEAD:
        raise ValueTampered
    return value[0], int.from_bytes(value[1:HEAD], "big")


def _by_name(items: Iterable[Item], name: str) -> Item:
    return _first(items, lambda item: item.name == name, name)


def _by_number(items: Iterable[Item], number: int) -> Item:
    return _first(items, lambda item: item.number == number, number)


def _first(items: Iterable[Item], wanted: Callable[[Item], bool], asked: object) -> Item:
    for item in items:
        if wanted(item):
            return item
    raise KeyUnknown(use="algorithm", key_id=asked)
