"""What a file is, told by its content and never by its suffix."""

from typing import Final

from supervision.intake.reading.schemas import Format

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
FOREIGN: Final = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x7fELF", "程序"),
    (b"MZ", "程序"),
    (b"{\\rtf", "RTF 文档"),
)
MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table")


def format_of(head: bytes) -> Format | str:
    """Return the format of a file by its first bytes, or what it is instead.

    依据: 各格式的文件头标识。
    单位: 无。
    错误: 无；认不出的交给文本读取判断。
    """
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(OLE):
        return Format.XLS
    if head.startswith(ZIP):
        return Format.XLSX
    for mark, name in FOREIGN:
        if head.startswith(mark):
            return name
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(MARKUP):
        return "网页"
    return Format.JSON_LINES if text.startswith(b"{") else Format.CSV
