"""Taking a file in: streamed, counted, recognised, scanned, and moved into place in one step.

A crash leaves at most a stray file in `incoming/` or a content without a row, never a row without its content.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from sqlalchemy.orm import Session

from supervision.kernel.attachments.errors import (
    ContentNotWanted,
    ContentUnknown,
    FileEmpty,
    FileTooLarge,
    ProgramRefused,
    ThreatFound,
)
from supervision.kernel.attachments.models import Attachment
from supervision.kernel.attachments.places import folder, path_of_digest
from supervision.kernel.attachments.sniffing import PROGRAM, UNKNOWN, Content, sniff

BLOCK: Final = 1 << 20
MEGABYTE: Final = 1 << 20
LONGEST_NAME: Final = 200


class Scanner(Protocol):
    """A virus scanner: joined by the composition root where the operator has one."""

    @property
    def name(self) -> str: ...

    def scan(self, path: Path) -> str | None:
        """Return the name of a threat, or `None`."""
        ...


class _Joined:
    scanner: Scanner | None = None


def join_scanner(scanner: Scanner | None) -> None:
    """Make a scanner look at every file from now on."""
    _Joined.scanner = scanner


def store(
    session: Session,
    *,
    stream: BinaryIO | bytes,
    filename: str,
    now: datetime,
    uploaded_by: str,
    max_bytes: int,
    wanted: Iterable[str] = (),
) -> Attachment:
    """Keep a file and return its row; equal content is kept once, however often and under whatever name it comes."""
    name = _plain(filename)
    incoming = folder() / "incoming" / secrets.token_hex(16)
    incoming.parent.mkdir(parents=True, exist_ok=True)
    try:
        digest, size = _receive(stream, incoming, filename=name, max_bytes=max_bytes)
        content = _recognise(incoming, filename=name, wanted=frozenset(wanted))
        _scan(incoming, filename=name)
        _place(incoming, path_of_digest(digest))
    finally:
        incoming.unlink(missing_ok=True)
    attachment = Attachment(
        digest=digest,
        filename=name,
        media_type=content.media_type,
        size=size,
        has_macros=content.has_macros,
        scanner=_Joined.scanner.name if _Joined.scanner else None,
        uploaded_at=now,
        uploaded_by=uploaded_by,
    )
    session.add(attachment)
    session.flush()
    return attachment


def _plain(filename: str) -> str:
    """Return the last part of a name, without folders and control characters."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip()
    return shown[-LONGEST_NAME:] or "未命名"


def _receive(stream: BinaryIO | bytes, target: Path, *, filename: str, max_bytes: int) -> tuple[str, int]:
    worker, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        for block in _blocks(stream):
            size += len(block)
            if size > max_bytes:
                raise FileTooLarge(filename=filename, limit_megabytes=max(1, max_bytes // MEGABYTE))
            worker.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise FileEmpty(filename=filename)
    return f"sha256:{worker.hexdigest()}", size


def _blocks(stream: BinaryIO | bytes) -> Iterator[bytes]:
    source = BytesIO(stream) if isinstance(stream, bytes) else stream
    while block := source.read(BLOCK):
        yield block


def _recognise(path: Path, *, filename: str, wanted: frozenset[str]) -> Content:
    content = sniff(path)
    if content.media_type == PROGRAM:
        raise ProgramRefused(filename=filename)
    if content.media_type == UNKNOWN:
        raise ContentUnknown(filename=filename)
    if wanted and content.media_type not in wanted:
        raise ContentNotWanted(filename=filename, media_type=content.media_type, wanted="、".join(sorted(wanted)))
    return content


def _scan(path: Path, *, filename: str) -> None:
    threat = _Joined.scanner.scan(path) if _Joined.scanner else None
    if threat is not None:
        raise ThreatFound(filename=filename, threat=threat)


def _place(incoming: Path, target: Path) -> None:
    """Move the content under its digest and make the move itself last; a damaged older copy is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming.replace(target)
    for place in (target.parent, target.parent.parent):
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
