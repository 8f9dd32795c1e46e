"""Read CSV and its relatives as a stream: the file is never in memory as a whole."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from supervision.intake.reading import errors
from supervision.intake.reading.delimited.rules import encoding_of, separator_of
from supervision.intake.reading.headers.rules import column_names, find_header
from supervision.intake.reading.rows.service import RowSlicer
from supervision.intake.reading.schemas import HEADER_DEPTH, MAX_COLUMNS, Format, Named, Slice
from supervision.kernel.errors import DomainError

HEAD_BYTES = 256 * 1024
BLOCK_BYTES = 1024 * 1024
LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)


class DelimitedTable:
    """A text file with separators; the header row is looked for among the first rows."""

    format = Format.CSV
    sheet = None

    def __init__(self, file: Named, known: frozenset[str]) -> None:
        self._file = file
        head = _head(file.path)
        encoding = encoding_of(head, whole=file.path.stat().st_size <= len(head))
        if encoding is None:
            raise errors.FormatNotSupported(filename=file.filename, found="二进制内容")
        self.encoding: str | None = encoding
        self._encoding = encoding
        text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
        self._separator = separator_of(text)
        first = list(islice(self._rows(), HEADER_DEPTH))
        if not any(cell.strip() for row in first for cell in row):
            raise errors.FileEmpty(filename=file.filename)
        place = find_header(first, known)
        if place is None:
            raise errors.NoHeader(filename=file.filename, rows=len(first))
        self._place = place
        self.header_row = place + 1
        self.header = column_names(_trimmed(first[place]))
        if len(self.header) > MAX_COLUMNS:
            raise errors.TooManyColumns(filename=file.filename, columns=len(self.header), limit=MAX_COLUMNS)
        self.rows_hint = self._estimate(head, text)

    def _estimate(self, head: bytes, text: str) -> int:
        lines = max(1, text.count("\n"))
        return max(1, round(self._file.path.stat().st_size / max(1, len(head)) * lines) - self.header_row)

    def slices(self, *, first: int, size: int) -> Iterator[Slice]:
        """Yield the rows after `first`; those before are parsed and thrown away."""
        slicer = RowSlicer(self.header)
        rows = islice(self._rows(), self._place + 1 + first, None)
        start = first
        while block := list(islice(rows, size)):
            yield slicer.slice(block, start)
            start += len(block)

    def _rows(self) -> Iterator[Sequence[str]]:
        line = 0
        with self._file.path.open(encoding=self._encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self._separator)
            try:
                for row in reader:
                    yield row
                    line = reader.line_num
            except UnicodeDecodeError as error:
                raise _misplaced(self._file, self._encoding) from error
            except csv.Error as error:
                raise self._broken(error, line + 1) from error

    def _broken(self, error: csv.Error, line: int) -> DomainError:
        if "field larger" in str(error):
            return errors.QuoteNotClosed(filename=self._file.filename, line=line)
        return errors.FileDamaged(filename=self._file.filename, place=f"第 {line} 行")


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    """Drop nameless columns at the end of the header; cells below them are kept as an extra column when filled."""
    end = max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)
    return row[:end]


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _misplaced(file: Named, encoding: str) -> errors.EncodingNotReadable:
    """Find the first byte that is no text, for a message that says where."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, line = 0, 1
    with file.path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                offset, line = offset + error.start, line + error.object[: error.start].count(b"\n")
                break
            offset, line = offset + len(block), line + block.count(b"\n")
    return errors.EncodingNotReadable(filename=file.filename, line=line, offset=offset, encoding=encoding)
