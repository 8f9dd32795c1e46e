"""What a file is, by its content; its name is not asked."""

import mmap
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEAD: Final = 8192
PROGRAM: Final = "application/x-executable"
UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"
ZIP: Final = "application/zip"
OLE: Final = "application/x-ole-storage"
OLD_WORKBOOK: Final = "application/vnd.ms-excel"
OLD_DOCUMENT: Final = "application/msword"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPEN_SHEET: Final = "application/vnd.oasis.opendocument.spreadsheet"

_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_MAGIC: Final = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"PAR1": "application/vnd.apache.parquet",
    b"\x1f\x8b": "application/gzip",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_INSIDE_ZIP: Final = {"xl/": WORKBOOK, "word/": DOCUMENT, "ppt/": SLIDES}
_INSIDE_OLE: Final = {"Workbook": OLD_WORKBOOK, "Book": OLD_WORKBOOK, "WordDocument": OLD_DOCUMENT}
_MACRO_PARTS: Final = ("vbaProject.bin", "vbaData.xml", "macrosheets/")
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Content:
    """The kind of a file and whether it carries macros."""

    media_type: str
    has_macros: bool = False


def sniff(path: Path) -> Content:
    """Return what a file is, reading its head and, for containers, its directory."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(_PROGRAMS):
        return Content(PROGRAM)
    if head.startswith(_ZIP):
        return _zip(path)
    if head.startswith(_OLE):
        return _ole(path)
    known = next((media_type for magic, media_type in _MAGIC.items() if head.startswith(magic)), None)
    if known is None and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        known = "image/webp"
    return Content(known or _text(head))


def _zip(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            declared = archive.read("mimetype", pwd=None)[:100].decode("ascii", "replace") if _is_open_document(archive) else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return Content(ZIP)
    macros = any(part in name for name in names for part in _MACRO_PARTS) or any(name.startswith("Basic/") for name in names)
    if declared.startswith(OPEN_SHEET):
        return Content(OPEN_SHEET, macros)
    office = "[Content_Types].xml" in names
    kind = next(
        (media for start, media in _INSIDE_ZIP.items() if office and any(name.startswith(start) for name in names)), ZIP
    )
    return Content(kind, macros)


def _is_open_document(archive: zipfile.ZipFile) -> bool:
    return any(item.filename == "mimetype" and item.file_size <= HEAD for item in archive.infolist())


def _ole(path: Path) -> Content:
    """Look for the names of streams, which an OLE file keeps in UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        macros = any(content.find(name.encode("utf-16-le")) >= 0 for name in ("_VBA_PROJECT", "Macros"))
        kinds = (media for name, media in _INSIDE_OLE.items() if content.find((name + "\0").encode("utf-16-le")) >= 0)
        return Content(next(kinds, OLE), macros)


def _text(head: bytes) -> str:
    if head.startswith(_WIDE_MARKS):
        return TEXT
    if b"\0" in head:
        return UNKNOWN
    return TEXT if any(_reads_as(head, encoding) for encoding in ("utf-8", "gb18030")) else UNKNOWN


def _reads_as(head: bytes, encoding: str) -> bool:
    """Tell whether the head is text; a character cut in two at its end is forgiven."""
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
