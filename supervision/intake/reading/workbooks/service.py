"""Read Excel workbooks: guards first, then values; formulas and merged cells are told."""

import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any

import python_calamine as calamine
import xlrd.biffh

from supervision.intake.reading import errors
from supervision.intake.reading.cells.rules import Remark
from supervision.intake.reading.headers.rules import column_names, find_header
from supervision.intake.reading.rows.service import RowSlicer
from supervision.intake.reading.schemas import HEADER_DEPTH, MAX_COLUMNS, Format, Named, Slice
from supervision.intake.reading.workbooks.rules import (
    FORMULA,
    MAX_CELLS,
    MAX_UNPACKED,
    MEGABYTE,
    Part,
    cell_text,
    has_macro,
    sheet_part,
    unpacks_too_far,
)

BLOCK = 1024 * 1024
OVERLAP = 512
LONGEST_MERGE = 10_000
FORMULA_READ = Remark("R08", "单元格是公式，已读取其结果（未保存结果的按空处理）", "粘贴为数值后上传")
MERGED_FILLED = Remark("R09", "单元格是合并的，已把值填到每一行", "取消合并后逐行填写")


class WorkbookTable:
    """The first sheet that has a header, as rows of text."""

    encoding = None

    def __init__(self, file: Named, found: Format, known: frozenset[str]) -> None:
        self.format = found
        self._file = file
        self._book = _book(file)
        sheet, place = self._choose(known)
        self.sheet: str | None = sheet.name
        self._sheet = sheet
        self._place = place
        self.header_row = place + 1
        self._merged = _merged(sheet)
        names = next(islice(self._rows(), place, None))
        self.header = column_names(_trimmed([cell or "" for cell in names]))
        if len(self.header) > MAX_COLUMNS:
            raise errors.TooManyColumns(filename=file.filename, columns=len(self.header), limit=MAX_COLUMNS)
        self.rows_hint: int | None = max(0, sheet.total_height - self.header_row)
        self._formulas = _formula_rows(file, sheet.name) if found is Format.XLSX else set()

    def _choose(self, known: frozenset[str]) -> tuple[Any, int]:
        """Return the first sheet whose beginning names columns; sheets of notes come along in many files."""
        seen = 0
        for name in self._book.sheet_names:
            sheet = _sheet(self._book, name, self._file)
            if sheet is None:
                continue
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                cells = sheet.total_height * sheet.total_width
                raise errors.WorkbookTooLarge(filename=self._file.filename, cells=cells, limit=MAX_CELLS)
            rows = [[cell or "" for cell in row] for row in islice(_texts(sheet, self._file), HEADER_DEPTH)]
            seen = max(seen, len(rows))
            place = find_header(rows, known)
            if place is not None:
                return sheet, place
        if seen:
            raise errors.NoHeader(filename=self._file.filename, rows=seen)
        raise errors.FileEmpty(filename=self._file.filename)

    def slices(self, *, first: int, size: int) -> Iterator[Slice]:
        """Yield the rows after `first`."""
        slicer = RowSlicer(self.header)
        rows = islice(self._rows(), self._place + 1 + first, None)
        start = first
        while block := list(islice(rows, size)):
            yield slicer.slice(block, start, self._remarks(start, len(block)))
            start += len(block)

    def _rows(self) -> Iterator[list[str | None]]:
        values: dict[tuple[int, int], str | None] = {}
        for number, row in enumerate(_texts(self._sheet, self._file)):
            for column, top, left in self._merged.get(number, ()):
                if (number, column) == (top, left):
                    values[top, left] = row[left]
                elif number > self._place and column < len(row):
                    row[column] = values.get((top, left))
            yield row

    def _remarks(self, first: int, count: int) -> Mapping[int, Sequence[Remark]]:
        remarks: dict[int, list[Remark]] = defaultdict(list)
        for number in range(first + 1, first + count + 1):
            place = number + self._place
            if place in self._formulas:
                remarks[number].append(FORMULA_READ)
            if place in self._merged:
                remarks[number].append(MERGED_FILLED)
        return remarks


def open_workbook(file: Named, found: Format, known: frozenset[str]) -> WorkbookTable:
    """Open a workbook after the guards have seen its directory."""
    if found is Format.XLSX:
        _guard_archive(file)
    else:
        _guard_compound(file)
    return WorkbookTable(file, found, known)


def _guard_archive(file: Named) -> None:
    try:
        with zipfile.ZipFile(file.path) as archive:
            infos = archive.infolist()
            parts = [Part(info.filename, info.compress_size, info.file_size) for info in infos]
            _refuse_parts(file, parts)
            _measure(file, archive, infos)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise errors.FileDamaged(filename=file.filename, place="压缩包目录") from error


def _refuse_parts(file: Named, parts: list[Part]) -> None:
    names = {part.name.lower() for part in parts}
    bomb = unpacks_too_far(parts)
    if bomb:
        raise errors.ZipBomb(filename=file.filename, megabytes=bomb[0], ratio=bomb[1])
    if has_macro(parts):
        raise errors.MacroWorkbook(filename=file.filename)
    if "[content_types].xml" not in names or not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise errors.FormatNotSupported(filename=file.filename, found="压缩包")


def _measure(file: Named, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Unpack into nothing and count: the directory may lie about sizes, and a damaged part shows itself."""
    total = 0
    for info in infos:
        try:
            with archive.open(info) as stream:
                while block := stream.read(BLOCK):
                    total += len(block)
                    if total > MAX_UNPACKED:
                        raise errors.ZipBomb(filename=file.filename, megabytes=total // MEGABYTE, ratio="不明")
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error) as error:
            raise errors.FileDamaged(filename=file.filename, place=info.filename) from error


def _guard_compound(file: Named) -> None:
    """Refuse macros and passwords in an old workbook, or in a new one inside an encrypted envelope."""
    streams = file.path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in streams:
        raise errors.WorkbookEncrypted(filename=file.filename)
    if "_VBA_PROJECT".encode("utf-16-le") in streams:
        raise errors.MacroWorkbook(filename=file.filename)
    if not any(name.encode("utf-16-le") in streams for name in ("Workbook", "Book")):
        raise errors.FormatNotSupported(filename=file.filename, found="Office 文档")
    try:
        xlrd.open_workbook(file_contents=streams, on_demand=True).release_resources()
    except xlrd.biffh.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise errors.WorkbookEncrypted(filename=file.filename) from error
        raise errors.FileDamaged(filename=file.filename, place=str(error)[:80]) from error
    except Exception as error:  # xlrd raises whatever a broken structure leads it to
        raise errors.FileDamaged(filename=file.filename, place="工作簿结构") from error


def _book(file: Named) -> Any:
    try:
        return calamine.load_workbook(str(file.path))
    except calamine.PasswordError as error:
        raise errors.WorkbookEncrypted(filename=file.filename) from error
    except (calamine.CalamineError, OSError) as error:
        raise errors.FileDamaged(filename=file.filename, place="工作簿目录") from error


def _sheet(book: Any, name: str, file: Named) -> Any:
    try:
        return book.get_sheet_by_name(name)
    except calamine.WorksheetNotFound:
        return None  # a chart sheet
    except (calamine.CalamineError, OSError) as error:
        raise errors.FileDamaged(filename=file.filename, place=f"工作表“{name}”") from error


def _texts(sheet: Any, file: Named) -> Iterator[list[str | None]]:
    """Yield every row from the first line of the sheet on; empty columns on the left are not part of them."""
    rows = sheet.iter_rows()
    for number in count(1):
        try:
            row = next(rows)
        except StopIteration:
            return
        except (OverflowError, ValueError, calamine.CalamineError) as error:  # a day that no calendar has
            raise errors.FileDamaged(filename=file.filename, place=f"工作表“{sheet.name}”第 {number} 行附近") from error
        yield [cell_text(cell) for cell in row]


def _merged(sheet: Any) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """Return, by row, the cells that stand inside a merged range: (column, row of its value, column of its value)."""
    indent = sheet.start[1] if sheet.start else 0
    covered: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, top + LONGEST_MERGE) + 1):
            covered[row].extend((column - indent, top, left - indent) for column in range(left, right + 1))
    return {row: tuple(cells) for row, cells in covered.items()}


def _formula_rows(file: Named, sheet: str) -> set[int]:
    """Return the zero-based rows in which a formula stands, found by streaming through the sheet's XML."""
    rows: set[int] = set()
    with zipfile.ZipFile(file.path) as archive:
        part = sheet_part(archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels"), sheet)
        if part not in archive.namelist():
            return rows
        tail = b""
        with archive.open(part) as stream:
            while block := stream.read(BLOCK):
                text = tail + block
                rows.update(int(match[2]) - 1 for match in FORMULA.finditer(text))
                tail = text[-OVERLAP:]
    return rows


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)
    return row[:end]
