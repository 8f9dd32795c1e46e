"""Make slices of rows of cells: ragged rows are kept and told, blank rows and repeated headers are counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from supervision.intake.kinds import Severity
from supervision.intake.reading.cells.features import together
from supervision.intake.reading.cells.rules import Remark
from supervision.intake.reading.headers.rules import header_key
from supervision.intake.reading.schemas import Slice

SURPLUS: Final = "多出的单元格"
TOO_SHORT: Final = Remark("R07", "这一行的列数少于表头，缺少的按空处理", "补齐各列或检查引号")
TOO_LONG: Final = Remark("R07", f"这一行的列数多于表头，多出的保留在“{SURPLUS}”", "检查是否有未加引号的分隔符")
Row = Sequence[str | None]


class RowSlicer:
    """Knows the header and turns blocks of rows into slices."""

    def __init__(self, header: tuple[str, ...]) -> None:
        self._header = header
        self._width = len(header)
        self._keys = [header_key(name) for name in header]

    def slice(self, rows: Sequence[Row], first: int, remarks: Mapping[int, Sequence[Remark]] | None = None) -> Slice:
        """Return the slice of the rows that follow row `first`; `remarks` are by row number."""
        kept = [(number, row) for number, row in enumerate(rows, start=first + 1) if self._is_data(row)]
        numbers = [number for number, _ in kept]
        even = [self._even(row) for _, row in kept]
        schema = dict.fromkeys(self._header, pl.String)
        frame = pl.DataFrame(even, schema=schema, orient="row") if even else pl.DataFrame(schema=schema)
        frame = frame.with_columns(pl.Series("row_no", numbers, dtype=pl.Int64))
        surplus = [self._surplus(row) for _, row in kept]
        if any(surplus):
            frame = frame.with_columns(pl.Series(SURPLUS, surplus, dtype=pl.String))
        return Slice(frame, len(rows) - len(kept), self._findings(kept, surplus, remarks or {}))

    def _is_data(self, row: Row) -> bool:
        if not any(cell and not cell.isspace() for cell in row):
            return False
        first = row[0]
        return not (first and header_key(first) == self._keys[0] and self._repeats_header(row))

    def _repeats_header(self, row: Row) -> bool:
        cells = [header_key(cell or "") for cell in row[: self._width]]
        return cells == self._keys[: len(cells)] and (self._width > 1 or len(cells) == 1)

    def _even(self, row: Row) -> Row:
        if len(row) == self._width:
            return row
        return [*row[: self._width], *[None] * (self._width - len(row))]

    def _surplus(self, row: Row) -> str | None:
        extra = row[self._width :]
        return " | ".join(cell or "" for cell in extra) if any(cell and cell.strip() for cell in extra) else None

    def _findings(
        self, kept: Sequence[tuple[int, Row]], surplus: Sequence[str | None], remarks: Mapping[int, Sequence[Remark]]
    ) -> pl.DataFrame:
        short = [number for number, row in kept if len(row) < self._width]
        long = [number for (number, _), extra in zip(kept, surplus, strict=True) if extra]
        odd = [_warnings(short, TOO_SHORT), _warnings(long, TOO_LONG)]
        odd.extend(_warnings([number], remark) for number, _ in kept for remark in remarks.get(number, ()))
        return together(odd)


def _warnings(numbers: Iterable[int], remark: Remark) -> pl.DataFrame:
    return pl.DataFrame({"row_no": list(numbers)}, schema={"row_no": pl.Int64}).select(
        "row_no",
        pl.lit(Severity.WARN.value).alias("severity"),
        pl.lit(None, dtype=pl.String).alias("field"),
        pl.lit(None, dtype=pl.String).alias("value"),
        pl.lit(remark.rule).alias("rule"),
        pl.lit(remark.message).alias("message"),
        pl.lit(remark.remedy).alias("remedy"),
    )
