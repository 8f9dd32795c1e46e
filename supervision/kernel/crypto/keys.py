"""Keys on disk: one file per key, readable by their owner only, newest number in use, older ones kept for reading.

The directory is never part of a backup of the database or of `var/`: whoever holds a copy of one must not hold the other.
"""

import json
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from supervision.kernel.crypto import algorithms, sm2
from supervision.kernel.crypto.errors import KeyReadableByOthers, KeysMissing, KeyUnknown

ENCRYPT: Final = "encrypt"
HASH: Final = "hash"
SIGN: Final = "sign"
USES: Final = (ENCRYPT, HASH, SIGN)
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    ENCRYPT: tuple(item.name for item in algorithms.ENCRYPTIONS),
    HASH: tuple(algorithms.MACS),
    SIGN: tuple(item.name for item in algorithms.SIGNATURES),
}


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One key; its secret never appears in a log or a traceback."""

    use: str
    id: int
    algorithm: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.use} {self.id} {self.algorithm})"


class KeyRing:
    """All keys of a directory, by use and number."""

    def __init__(self, keys: list[Key]) -> None:
        self._keys = {(key.use, key.id): key for key in keys}
        self._active = {use: max((key for key in keys if key.use == use), key=lambda key: key.id, default=None) for use in USES}

    def active(self, use: str) -> Key:
        key = self._active[use]
        if key is None:
            raise KeysMissing(use=use)
        return key

    def named(self, use: str, key_id: int) -> Key:
        try:
            return self._keys[use, key_id]
        except KeyError:
            raise KeyUnknown(use=use, key_id=key_id) from None

    def of(self, use: str) -> list[Key]:
        """Return every key of a use, newest first."""
        return sorted((key for key in self._keys.values() if key.use == use), key=lambda key: -key.id)


def load(directory: Path) -> KeyRing:
    """Read every key of a directory; refuse a key that others may read."""
    return KeyRing([_read(path) for path in sorted(directory.glob("*.key"))])


def load_or_create(directory: Path) -> KeyRing:
    """Read the keys of the embedded default, making what is missing; safe when several processes start at once."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    ring = load(directory)
    for use in USES:
        if not ring.of(use):
            create(directory, use, number=1)
    return load(directory)


def create(directory: Path, use: str, *, algorithm: str | None = None, number: int | None = None) -> None:
    """Write one new key; a file that exists already wins, so that two processes agree."""
    chosen = algorithm or _preferred(use)
    if chosen not in CHOICES[use]:
        raise KeyUnknown(use=use, key_id=chosen)
    key_id = number or max((key.id for key in load(directory).of(use)), default=0) + 1
    secret = sm2.new_secret() if chosen == "SM2-SM3" else secrets.token_bytes(32)
    text = json.dumps({"use": use, "id": key_id, "algorithm": chosen, "secret": secret.hex()})
    _write_once(directory / f"{use}-{key_id:05d}.key", text)


def _preferred(use: str) -> str:
    if use == ENCRYPT and not algorithms.offers_sm4_gcm():
        return "SM4-CTR-HMAC-SM3"
    return CHOICES[use][0]


def _write_once(path: Path, text: str) -> None:
    temporary = path.with_suffix(f".{secrets.token_hex(4)}.new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()


def _read(path: Path) -> Key:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyReadableByOthers(f"{path} must be readable by its owner only: chmod 600")
    content = json.loads(path.read_text())
    return Key(content["use"], content["id"], content["algorithm"], bytes.fromhex(content["secret"]))
