"""Signing a package or a receipt with the platform's key, and telling whether a signature is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from credit.packages.container.features import check_shell, packed, unpacked
from credit.packages.container.rules import check_files, read_manifest, rows_in
from credit.packages.errors import SignatureWrong
from credit.packages.schemas import MANIFEST, ROWS, SIGNATURE, Manifest, Part, Signer, Unit
from credit.standards.schemas import Table
from supervision.kernel.crypto import CryptoProvider, algorithms
from supervision.kernel.crypto.errors import KeyUnknown, ValueTampered
from supervision.kernel.crypto.provider import HEAD, verify_with

PROBE: Final = b"credit.packages: which key signs?"
SHOWN: Final = 16


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be packed: for whom, of which days, and the rows of each table as CSV."""

    format: str
    package: str
    unit: Unit
    since: date
    until: date
    made_at: datetime
    tables: Sequence[tuple[Table, bytes]]
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Own:
    """The key with which this platform signs: its head in every signature, and what others register."""

    head: bytes
    public: bytes

    @property
    def signer(self) -> Signer:
        return Signer(algorithm_of(self.public), fingerprint(self.public), int.from_bytes(self.head[1:], "big"))


def own_key(crypto: CryptoProvider) -> Own:
    """Return the key that signs now."""
    probe = crypto.sign(PROBE)
    return Own(probe[:HEAD], crypto.public_key(probe))


def algorithm_of(public: bytes) -> str:
    """Return the name of the algorithm that a public key begins with."""
    found = [item.name for item in algorithms.SIGNATURES if public[:1] == bytes([item.number])]
    return found[0] if found else ""


def fingerprint(public: bytes) -> str:
    """Return what a person reads out and compares: SM3 of the public key."""
    return algorithms.digest("SM3", public).hex()


def usable(public: bytes) -> bool:
    """Tell whether bytes are a public key at all: they must be able to say no to a signature."""
    try:
        verify_with(public, PROBE, public[:1] + bytes(2) + (bytes(31) + b"\x01") * 2)
    except (ValueTampered, KeyUnknown, ValueError):
        return False
    return bool(algorithm_of(public))


def signed(content: Content, *, crypto: CryptoProvider) -> tuple[Manifest, bytes]:
    """Return the manifest and the package, signed."""
    files = {ROWS.format(table.row_kind): rows for table, rows in content.tables}
    parts = [_part(table, files[ROWS.format(table.row_kind)]) for table, _rows in content.tables]
    own = own_key(crypto)
    manifest = Manifest(
        format=content.format,
        package=content.package,
        unit=content.unit,
        since=content.since,
        until=content.until,
        made_at=content.made_at,
        parts=tuple(sorted(parts, key=lambda part: part.name)),
        signer=own.signer,
        about=content.about,
    )
    said = manifest.as_bytes()
    return manifest, packed({**files, MANIFEST: said, SIGNATURE: crypto.sign(said)})


def _part(table: Table, rows: bytes) -> Part:
    return Part(
        name=ROWS.format(table.row_kind),
        table=table.row_kind,
        standard=table.standard,
        rows=rows_in(rows),
        bytes=len(rows),
        sm3=algorithms.digest("SM3", rows).hex(),
        sha256=algorithms.digest("SHA-256", rows).hex(),
    )


def read(content: bytes, *, filename: str) -> tuple[Manifest, dict[str, bytes]]:
    """Return what a package claims to be; nothing of it may be believed before `check`."""
    files = unpacked(content, filename=filename)
    return read_manifest(files), files


def check(content: bytes, manifest: Manifest, files: Mapping[str, bytes], *, public: bytes) -> None:
    """Refuse a package that is not byte for byte what the holder of a key signed."""
    signature, own = files[SIGNATURE], Own(files[SIGNATURE][:HEAD], public)
    if own.signer != manifest.signer or not verified(public, files[MANIFEST], signature):
        raise SignatureWrong(fingerprint=manifest.signer.fingerprint[:SHOWN])
    check_files(manifest, files)
    check_shell(content, files)


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature holds; what is no signature at all does not."""
    try:
        return verify_with(public, message, signature)
    except (ValueTampered, KeyUnknown, ValueError):
        return False
