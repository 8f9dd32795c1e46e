"""Writing items into a workbook with its choices, and reading one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Final

import xlsxwriter

from credit.catalogue.errors import WorkbookRefused
from credit.catalogue.schemas import Listed
from credit.catalogue.workbooks.features import EXTRA, FIELDS, HEADER, IGNORED, WIDE, Sheet, lists, missing, read, row, unknown
from credit.catalogue.writing.features import LABELS
from supervision.intake.reading.cells.rules import TEXT_MARK
from supervision.intake.reading.schemas import Table
from supervision.intake.reading.service import open_table
from supervision.intake.workbooks.rules import escaped

MOST_ROWS: Final = 5000
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MARK: Final = re.compile(TEXT_MARK)


def exported(items: Iterable[Listed], allowed: Mapping[str, list[str]]) -> bytes:
    """Return items as a workbook that can be filled in further and brought back."""
    stream = BytesIO()
    _write(stream, (*HEADER, *EXTRA.values()), [row(one) for one in items], allowed)
    return stream.getvalue()


def template(allowed: Mapping[str, list[str]]) -> bytes:
    """Return an empty workbook with its choices."""
    stream = BytesIO()
    _write(stream, HEADER, [], allowed)
    return stream.getvalue()


def _write(stream: IO[bytes], header: Sequence[str], rows: Sequence[Sequence[str]], allowed: Mapping[str, list[str]]) -> None:
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("事项目录")
        sheet.freeze_panes(1, 2)
        names = list(LABELS)
        for column, label in enumerate(header):
            wide = column < len(names) and names[column] in WIDE
            sheet.set_column(column, column, 48 if wide else 18, plain)
            sheet.write_string(0, column, label, bold)
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, escaped(cell), plain)
        _offer(book, sheet, allowed)


def _offer(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, allowed: Mapping[str, list[str]]) -> None:
    """Put the choices on a sheet of their own, since a cell's list must be short, and let the columns offer them."""
    choices = book.add_worksheet("可选项")
    names = list(LABELS)
    for place, (name, values) in enumerate(lists(allowed)):
        choices.write_string(0, place, LABELS[name])
        for number, value in enumerate(values, start=1):
            choices.write_string(number, place, value)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        rule = {
            "validate": "list",
            "source": f"=可选项!${letter}$2:${letter}${len(values) + 1}",
            "error_type": "warning" if name == "category" else "stop",
            "error_title": LABELS[name],
            "error_message": "从下拉列表里选；多个类别用中文分号隔开，其他写作“其他-名称”"
            if name == "category"
            else "从下拉列表里选",
        }
        column = names.index(name)
        sheet.data_validation(1, column, MOST_ROWS, column, rule)


def imported(path: Path, *, filename: str, max_bytes: int, allowed: Mapping[str, list[str]]) -> Sheet:
    """Read a workbook; what is wrong with single cells is told in the sheet, what is wrong with the file is refused."""
    table = open_table(path, filename=filename, known=frozenset({*FIELDS, *IGNORED}), max_bytes=max_bytes)
    lacking = missing(table.header)
    if lacking:
        raise WorkbookRefused(fault=f"文件“{filename}”缺少列：{'、'.join(lacking)}")
    odd = unknown(table.header)
    if odd:
        raise WorkbookRefused(fault=f"文件“{filename}”有不认识的列：{'、'.join(odd[:5])}")
    sheet = read(_lines(table), allowed)
    if not sheet.entries and not sheet.faults:
        raise WorkbookRefused(fault=f"文件“{filename}”没有事项")
    return sheet


def _lines(table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
    for part in table.slices(first=0, size=MOST_ROWS):
        for cells in part.frame.iter_rows(named=True):
            number = int(cells.pop("row_no")) + table.header_row
            if number > MOST_ROWS:
                raise WorkbookRefused(fault=f"文件超过 {MOST_ROWS} 行，不是一个部门的事项目录")
            yield number, {name: _MARK.sub(r"\1", cell or "") for name, cell in cells.items()}
