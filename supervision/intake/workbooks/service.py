"""Write tables as workbooks, row by row, every cell as text."""

from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter

from supervision.intake.workbooks.rules import escaped

SHEET = "数据"
WIDTH = 20
WIDE = 48


def write_table(
    stream: IO[bytes], *, header: Sequence[str], rows: Iterable[Sequence[str | None]], wide: Sequence[int] = ()
) -> int:
    """Write one sheet with a frozen header and return the number of rows; `wide` columns hold sentences."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    count = 0
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        for column in range(len(header)):
            sheet.set_column(column, column, WIDE if column in wide else WIDTH, plain)
        _write_row(sheet, 0, header, bold)
        for count, row in enumerate(rows, start=1):
            _write_row(sheet, count, row, plain)
    return count


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, number: int, cells: Sequence[str | None], style: object) -> None:
    for column, cell in enumerate(cells):
        if cell:
            sheet.write_string(number, column, escaped(cell), style)
