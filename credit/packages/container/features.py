"""The one form of a package around its files: no compression, fixed times, files in the order of their names."""

import io
import re
import struct
from collections.abc import Mapping
from typing import Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from credit.packages.errors import FileAdded, FileChanged, FileTwice, NameOutside, NotAPackage, PackageTooLarge, ShellChanged
from credit.packages.schemas import MANIFEST, SIGNATURE

MEGABYTE: Final = 1 << 20
LARGEST: Final = 128 * MEGABYTE
MOST_FILES: Final = 48
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
READABLE: Final = 0o100644 << 16
UNIX: Final = 3
ENCRYPTED: Final = 1
OUTSIDE: Final = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
KNOWN: Final = re.compile(rf"{re.escape(MANIFEST)}|{re.escape(SIGNATURE)}|rows/[a-z0-9-]{{1,60}}\.csv")
UNREADABLE: Final = (BadZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError, EOFError, OSError, struct.error)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the package: the same files are always the same bytes."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, MOMENT)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, files[name])
    return stream.getvalue()


def unpacked(content: bytes, *, filename: str) -> dict[str, bytes]:
    """Return the files of a package by name; nothing is written anywhere, and nothing that grows is opened."""
    if len(content) > LARGEST:
        raise PackageTooLarge(limit=LARGEST // MEGABYTE)
    try:
        archive = ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except UNREADABLE:
        raise NotAPackage(filename=filename, why="打不开") from None
    _check_names(entries)
    _check_sizes(entries, len(content))
    return {entry.filename: _read(archive, entry) for entry in entries}


def _check_names(entries: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        # orig_filename is the name as it lies in the archive; filename was already cut at a zero byte
        name = entry.orig_filename
        if OUTSIDE.search(name):
            raise NameOutside(name=shown(name))
        if name in seen:
            raise FileTwice(name=shown(name))
        if not KNOWN.fullmatch(name) or len(seen) >= MOST_FILES:
            raise FileAdded(name=shown(name))
        seen.add(name)


def _check_sizes(entries: list[ZipInfo], size: int) -> None:
    """Refuse whatever would become larger when it is opened, and files that share their bytes, before one byte is read."""
    for entry in entries:
        if entry.compress_type != ZIP_STORED or entry.flag_bits & ENCRYPTED or entry.compress_size != entry.file_size:
            raise ShellChanged(why=f"“{shown(entry.filename)}”被压缩或另外加密")
    if sum(entry.file_size for entry in entries) > size:
        raise PackageTooLarge(limit=LARGEST // MEGABYTE)


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except UNREADABLE:
        raise FileChanged(name=shown(entry.filename), why="内容与包内的校验码不符") from None


def check_shell(content: bytes, files: Mapping[str, bytes]) -> None:
    """Refuse an archive that is not byte for byte the one that these files make."""
    made = packed(files)
    if made != content:
        place = next((at for at, (one, other) in enumerate(zip(made, content, strict=False)) if one != other), len(made))
        raise ShellChanged(why=f"第 {place + 1} 个字节起不同")


def shown(name: str) -> str:
    """Return a name from outside as it may be shown."""
    return "".join(sign if sign.isprintable() else "�" for sign in name)[:80]
