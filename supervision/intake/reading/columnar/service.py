"""Read Parquet slice by slice; a slice costs no more memory than its own rows."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from supervision.intake.reading import errors
from supervision.intake.reading.columnar.probing.service import ensure_decodable
from supervision.intake.reading.headers.rules import column_names
from supervision.intake.reading.schemas import MAX_COLUMNS, Format, Named, Slice, no_findings


class ParquetTable:
    """A Parquet file; the schema is its header."""

    format = Format.PARQUET
    header_row = 0
    encoding = None
    sheet = None

    def __init__(self, file: Named) -> None:
        self._file = file
        try:
            lazy = pl.scan_parquet(file.path, glob=False)
            originals = lazy.collect_schema().names()
            self.rows_hint: int | None = int(lazy.select(pl.len()).collect().item())
        except (PolarsError, OSError) as error:
            raise errors.FileDamaged(filename=file.filename, place="文件尾部的目录") from error
        if len(originals) > MAX_COLUMNS:
            raise errors.TooManyColumns(filename=file.filename, columns=len(originals), limit=MAX_COLUMNS)
        if not originals or not self.rows_hint:
            raise errors.FileEmpty(filename=file.filename)
        ensure_decodable(file)
        self.header = column_names(originals)
        self._lazy = lazy.select(
            pl.col(old).cast(pl.String, strict=False).alias(new) for old, new in zip(originals, self.header, strict=True)
        )

    def slices(self, *, first: int, size: int) -> Iterator[Slice]:
        """Yield the rows after `first`, `size` at a time."""
        for start in range(first, self.rows_hint or 0, size):
            yield self._slice(start, size)

    def _slice(self, start: int, size: int) -> Slice:
        try:
            frame = self._lazy.slice(start, size).collect()
        except (PolarsError, OSError) as error:
            place = f"第 {start + 1} 至 {start + size} 行"
            raise errors.FileDamaged(filename=self._file.filename, place=place) from error
        height = frame.height
        frame = frame.with_columns(pl.int_range(start + 1, start + 1 + height, dtype=pl.Int64).alias("row_no"))
        frame = without_blank(frame, self.header)
        return Slice(frame, height - frame.height, no_findings())


def without_blank(frame: pl.DataFrame, header: tuple[str, ...]) -> pl.DataFrame:
    """Leave out the rows in which every cell is empty or blank."""
    empty = frame.select(pl.all_horizontal(pl.col(name).is_null() | (pl.col(name) == "") for name in header)).to_series()
    suspects = frame.filter(empty) if empty.any() else frame.clear()
    kept = frame if suspects.is_empty() else frame.filter(~empty)
    blank = pl.all_horizontal(pl.col(name).fill_null("").str.strip_chars() == "" for name in header)
    spaces = kept.select(pl.col(header[0]).fill_null("").str.strip_chars() == "").to_series()
    return kept.filter(~blank) if spaces.any() else kept


def parquet_table(path: Path, filename: str) -> ParquetTable:
    """Open a Parquet file."""
    return ParquetTable(Named(path, filename))
