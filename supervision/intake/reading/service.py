"""Open any file that departments send."""

from pathlib import Path

from supervision.intake.reading import errors
from supervision.intake.reading.columnar.service import ParquetTable
from supervision.intake.reading.delimited.service import DelimitedTable
from supervision.intake.reading.lines.service import JsonLinesTable
from supervision.intake.reading.rules import format_of
from supervision.intake.reading.schemas import Format, Named, Table
from supervision.intake.reading.workbooks.service import open_workbook

MEGABYTE = 1024 * 1024
HEAD = 4096


def open_table(path: Path, *, filename: str, known: frozenset[str], max_bytes: int) -> Table:
    """Open a file by what it contains; `known` are header names (as `header_key`) that help to find the header row."""
    file = Named(path, filename)
    refuse_size(path.stat().st_size, filename=filename, max_bytes=max_bytes)
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip(b"\x00\r\n\t ,"):
        raise errors.FileEmpty(filename=filename)
    found = format_of(head)
    match found:
        case Format.PARQUET:
            return ParquetTable(file)
        case Format.XLSX:
            return open_workbook(file, Format.XLSX, known)
        case Format.XLS:
            return open_workbook(file, Format.XLS, known)
        case Format.JSON_LINES:
            return JsonLinesTable(file)
        case Format.CSV:
            return DelimitedTable(file, known)
    raise errors.FormatNotSupported(filename=filename, found=found)


def refuse_size(size: int, *, filename: str, max_bytes: int) -> None:
    """Refuse a file by its size alone, before a byte of it is read."""
    if size > max_bytes:
        raise errors.FileTooLarge(filename=filename, megabytes=size // MEGABYTE, limit=max_bytes // MEGABYTE)
    if size == 0:
        raise errors.FileEmpty(filename=filename)
