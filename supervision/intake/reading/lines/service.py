"""Read JSON lines: one object a line, the union of their keys is the header."""

import codecs
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from supervision.intake.reading import errors
from supervision.intake.reading.delimited.rules import encoding_of
from supervision.intake.reading.headers.rules import column_names
from supervision.intake.reading.rows.service import Row, RowSlicer
from supervision.intake.reading.schemas import MAX_COLUMNS, Format, Named, Slice

HEAD_BYTES = 64 * 1024


class JsonLinesTable:
    """A file of JSON objects; nested values are kept as JSON text."""

    format = Format.JSON_LINES
    header_row = 0
    sheet = None

    def __init__(self, file: Named) -> None:
        self._file = file
        with file.path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        encoding = encoding_of(head, whole=file.path.stat().st_size <= len(head))
        if encoding is None:
            raise errors.FormatNotSupported(filename=file.filename, found="二进制内容")
        self.encoding: str | None = codecs.lookup(encoding).name
        self._encoding = encoding
        keys: dict[str, None] = {}
        count = 0
        for item in self._objects():
            keys.update(dict.fromkeys(item))
            count += 1
        if len(keys) > MAX_COLUMNS:
            raise errors.TooManyColumns(filename=file.filename, columns=len(keys), limit=MAX_COLUMNS)
        if not keys:
            raise errors.FileEmpty(filename=file.filename)
        self._keys = tuple(keys)
        self.header = column_names(self._keys)
        self.rows_hint: int | None = count

    def slices(self, *, first: int, size: int) -> Iterator[Slice]:
        """Yield the objects after `first`."""
        slicer = RowSlicer(self.header)
        rows = islice(self._objects(), first, None)
        start = first
        while block := [self._row(item) for item in islice(rows, size)]:
            yield slicer.slice(block, start)
            start += len(block)

    def _row(self, item: dict[str, Any]) -> Row:
        return [_text(item.get(key)) for key in self._keys]

    def _objects(self) -> Iterator[dict[str, Any]]:
        line = 0
        try:
            with self._file.path.open(encoding=self._encoding) as stream:
                for line, text in enumerate(stream, start=1):
                    if text.strip():
                        yield self._object(text, line)
        except UnicodeDecodeError as error:
            raise errors.EncodingNotReadable(
                filename=self._file.filename, line=line + 1, offset=error.start, encoding=self._encoding
            ) from error

    def _object(self, text: str, line: int) -> dict[str, Any]:
        try:
            item = json.loads(text, parse_float=str, parse_int=str)
        except (ValueError, RecursionError) as error:
            raise errors.JsonLineBroken(filename=self._file.filename, line=line) from error
        if not isinstance(item, dict):
            raise errors.JsonLineBroken(filename=self._file.filename, line=line)
        return item


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    return json.dumps(value, ensure_ascii=False)
