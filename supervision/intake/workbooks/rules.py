"""How a text is written into a workbook so that it stays a text."""

from typing import Final

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
LONGEST: Final = 32_767


def escaped(text: str | None) -> str:
    """Return a text that no spreadsheet takes for a formula; our own reader takes the mark off again.

    依据: OWASP CSV Injection；单元格上限 32,767 字。
    单位: 无。
    错误: 无。
    """
    if not text:
        return ""
    return (f"'{text}" if text.startswith(DANGEROUS) else text)[:LONGEST]
