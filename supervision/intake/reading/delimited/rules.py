"""Which encoding and which separator a text file has, told from its beginning."""

import codecs
from typing import Final

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS: Final = (",", "\t", ";", "|", "，")
MANY_NULS: Final = 0.2


def encoding_of(head: bytes, *, whole: bool) -> str | None:
    """Return the encoding of a text, or `None` where the bytes are no text.

    UTF-8 is tried before GB18030, since a Chinese GB18030 text is practically never valid UTF-8.
    依据: GB 18030-2022；RFC 3629。
    单位: 无。
    错误: 无；不是文字时返回 None。
    """
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if b"\x00" in head:
        return _wide(head)
    for name in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(name)().decode(head, final=whole)
        except UnicodeDecodeError as error:
            if name == "gb18030" or error.start > len(head) // 2:
                return name if error.start > len(head) // 2 else None
        else:
            return name
    return None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark shows itself by zero bytes on every second place."""
    for name, places in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        other = head[0::2] if name == "utf-16-le" else head[1::2]
        if other.count(0) == 0 and places.count(0) > MANY_NULS * len(places):
            return name
    return None


def separator_of(text: str) -> str:
    """Return the separator that cuts the first lines into equally many cells, quotes respected.

    依据: RFC 4180；各系统导出习惯。
    单位: 无。
    错误: 无；都不出现时为逗号（单列文件）。
    """
    lines = [line for line in _unquoted(text).splitlines() if line.strip()][:HEAD_LINES]
    return max(SEPARATORS, key=lambda mark: _evenness(lines, mark))


HEAD_LINES: Final = 30


def _unquoted(text: str) -> str:
    """Drop what stands between quotation marks, where separators and line ends mean nothing."""
    return "".join(text.split('"')[0::2])


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    counts = [line.count(mark) for line in lines]
    if not counts or max(counts) == 0:
        return (0, 0)
    usual = max(set(counts), key=lambda count: (counts.count(count), count))
    return (counts.count(usual) if usual else 0, usual)
