"""Writing the catalogue into a workbook, and reading one."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from supervision.intake.reading.cells.rules import TEXT_MARK
from supervision.intake.reading.schemas import Table
from supervision.intake.reading.service import open_table
from supervision.intake.workbooks.service import write_table
from supervision.licensing.catalogue.errors import WorkbookRefused
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.catalogue.workbooks.features import FIELDS, HEADER, WIDE, Sheet, missing, read, rows, unknown

MOST_ROWS: Final = 5000
_MARK: Final = re.compile(TEXT_MARK)


def exported(catalogue: Catalogue) -> bytes:
    """Return a catalogue as a workbook."""
    stream = BytesIO()
    write_table(stream, header=HEADER, rows=rows(catalogue.items.values()), wide=WIDE)
    return stream.getvalue()


def imported(path: Path, *, filename: str, max_bytes: int) -> Sheet:
    """Read a workbook; what is wrong with single cells is told in the sheet, what is wrong with the file is refused."""
    table = open_table(path, filename=filename, known=frozenset(FIELDS), max_bytes=max_bytes)
    lacking = missing(table.header)
    if lacking:
        raise WorkbookRefused(fault=f"文件“{filename}”缺少列：{'、'.join(lacking)}")
    odd = unknown(table.header)
    if odd:
        raise WorkbookRefused(fault=f"文件“{filename}”有不认识的列：{'、'.join(odd[:5])}")
    sheet = read(_lines(table))
    if not sheet.items and not sheet.faults:
        raise WorkbookRefused(fault=f"文件“{filename}”没有事项")
    return sheet


def _lines(table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
    for part in table.slices(first=0, size=MOST_ROWS):
        for row in part.frame.iter_rows(named=True):
            number = int(row.pop("row_no")) + table.header_row
            if number > MOST_ROWS:
                raise WorkbookRefused(fault=f"文件超过 {MOST_ROWS} 行，不是一份审批事项目录")
            yield number, {name: _MARK.sub(r"\1", cell or "") for name, cell in row.items()}
