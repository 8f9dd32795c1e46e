"""Columns of text read as typed columns: the common form at once, the rest through `rules`, each distinct value once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from supervision.intake.kinds import FINDING_SCHEMA, OPEN_END, Field, FieldType, Severity, no_findings
from supervision.intake.reading.cells import rules
from supervision.intake.reading.cells.rules import INVISIBLE, PLACEHOLDERS, TEXT_MARK, Reading, Remark

DECIMAL = pl.Decimal(38, 6)
DTYPES: dict[FieldType, Any] = {
    FieldType.TEXT: pl.String,
    FieldType.CODE: pl.String,
    FieldType.DATE: pl.Date,
    FieldType.DATETIME: pl.Datetime("us"),
    FieldType.DECIMAL: DECIMAL,
    FieldType.INTEGER: pl.Int64,
    FieldType.MONEY_WAN: DECIMAL,
}
SHOWN = 200
_PLACEHOLDERS = pl.Series(sorted(PLACEHOLDERS))
_MARKUP = r"(?i)<\s*/?\s*(script|style|iframe|img|a|div|span|p|br|table)\b[^>]*>"


@dataclass(slots=True)
class Column:
    """One typed column and what was found while reading it."""

    values: pl.Series
    findings: list[pl.DataFrame] = field(default_factory=list)


def finding(
    rows: pl.Series, where: pl.Series, *, values: pl.Series, named: str | None, severity: Severity, remark: Remark
) -> pl.DataFrame:
    """Return one finding for every row where the mask is true."""
    if not where.any():
        return no_findings()
    mask = where.fill_null(value=False)
    return pl.DataFrame(
        {"row_no": rows.filter(mask), "value": values.filter(mask).cast(pl.String).str.slice(0, SHOWN)},
        schema={"row_no": pl.Int64, "value": pl.String},
    ).select(
        "row_no",
        pl.lit(severity.value).alias("severity"),
        pl.lit(named, dtype=pl.String).alias("field"),
        "value",
        pl.lit(remark.rule).alias("rule"),
        pl.lit(remark.message).alias("message"),
        pl.lit(remark.remedy, dtype=pl.String).alias("remedy"),
    )


def together(findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return all findings in one table, in the order of rows."""
    filled = [table.select(list(FINDING_SCHEMA)).cast(pl.Schema(FINDING_SCHEMA)) for table in findings if table.height]
    if not filled:
        return pl.DataFrame(schema=dict(FINDING_SCHEMA))
    return pl.concat(filled).sort("row_no", maintain_order=True)


def read_column(raw: pl.Series, rows: pl.Series, item: Field, *, unit: str | None = None) -> Column:
    """Read one column of strings as the type of its field, and hold it against what the field demands."""
    text = item.type is FieldType.TEXT
    column = _read_text(raw, rows, item) if text else _read_typed(raw, rows, item, unit)
    column.values = column.values.alias(item.name)
    if item.required:
        empty = column.values.is_null()
        if empty.any():
            column.findings.append(_demand(rows, empty & ~rows.is_in(_rows_of(column.findings)), raw, item))
    if item.max_length is not None and column.values.dtype == pl.String:
        column.findings.append(_too_long(rows, column.values, item, item.max_length))
    return column


def _rows_of(findings: Sequence[pl.DataFrame]) -> pl.Series:
    tables = [table.filter(pl.col("severity") == Severity.REJECT.value)["row_no"] for table in findings if table.height]
    return pl.concat(tables).implode() if tables else pl.Series([], dtype=pl.Int64).implode()


def _demand(rows: pl.Series, empty: pl.Series, raw: pl.Series, item: Field) -> pl.DataFrame:
    remark = Remark("V01", f"“{item.label}”是必填项，文件中为空", f"补填“{item.label}”")
    return finding(rows, empty, values=raw, named=item.name, severity=Severity.REJECT, remark=remark)


def _too_long(rows: pl.Series, values: pl.Series, item: Field, limit: int) -> pl.DataFrame:
    remark = Remark("V02", f"“{item.label}”超过 {limit} 个字", f"缩短到 {limit} 个字以内")
    over = values.str.len_bytes() > limit
    if over.any():
        over = values.str.len_chars() > limit
    return finding(rows, over, values=values, named=item.name, severity=Severity.REJECT, remark=remark)


def _read_text(raw: pl.Series, rows: pl.Series, item: Field) -> Column:
    values = raw.str.strip_chars()
    hidden = values.str.contains(INVISIBLE)
    column = Column(values)
    if hidden.any():
        values = values.str.replace_all(INVISIBLE, "").str.strip_chars()
        remark = Remark("R04", f"“{item.label}”含有不可见字符，已去除", rules.INVISIBLE_REMOVED.remedy)
        column.findings.append(finding(rows, hidden, values=raw, named=item.name, severity=Severity.WARN, remark=remark))
    if values.str.starts_with("'").any():
        values = values.str.replace(TEXT_MARK, "${1}")
    column.values = _without_placeholders(values)
    markup = column.values.str.contains("<", literal=True)
    if markup.any():
        remark = Remark("V02", f"“{item.label}”含有网页标记", "删去尖括号标记，只留文字")
        marked = column.values.str.contains(_MARKUP)
        column.findings.append(finding(rows, marked, values=raw, named=item.name, severity=Severity.REJECT, remark=remark))
    return column


def _without_placeholders(values: pl.Series) -> pl.Series:
    empty = values.is_in(_PLACEHOLDERS.implode())
    return values.to_frame("v").select(pl.when(~empty).then(pl.col("v"))).to_series() if empty.any() else values


def _read_typed(raw: pl.Series, rows: pl.Series, item: Field, unit: str | None) -> Column:
    stripped = _without_placeholders(raw.str.strip_chars())
    values = _at_once(stripped, item, unit)
    rest = stripped.is_not_null() & values.is_null()
    if not rest.any():
        return Column(values)
    return _one_by_one(values, stripped, rest, rows=rows, item=item, read=_reader(item, unit))


def _at_once(text: pl.Series, item: Field, unit: str | None) -> pl.Series:
    """Read the form that nearly all cells have; null where it is another."""
    match item.type:
        case FieldType.CODE:
            plain = text.str.contains("^[0-9A-Z]+$")
            return text.to_frame("v").select(pl.when(plain).then(pl.col("v"))).to_series()
        case FieldType.DATE:
            days = text.str.to_date("%Y-%m-%d", strict=False)
            return days.to_frame("v").select(pl.when(days.dt.year() < OPEN_END.year).then(pl.col("v"))).to_series()
        case FieldType.DATETIME:
            return text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
        case FieldType.INTEGER:
            return text.cast(pl.Int64, strict=False)
        case FieldType.MONEY_WAN if unit == "yuan":
            return pl.Series(values=[None] * len(text), dtype=DECIMAL)
        case _:
            plain = text.str.contains(r"^[0-9]{1,20}(\.[0-9]{1,6})?$")
            return text.to_frame("v").select(pl.when(plain).then(pl.col("v"))).to_series().cast(DECIMAL, strict=False)


def _reader(item: Field, unit: str | None) -> Callable[[str], Reading]:
    readers: dict[FieldType, Callable[[str], Reading]] = {
        FieldType.CODE: rules.read_code,
        FieldType.DATE: rules.read_date,
        FieldType.DATETIME: rules.read_moment,
        FieldType.DECIMAL: rules.read_decimal,
        FieldType.INTEGER: rules.read_integer,
        FieldType.MONEY_WAN: partial(rules.read_money, unit="元" if unit == "yuan" else "万"),
    }
    return readers[item.type]


def _one_by_one(
    values: pl.Series, text: pl.Series, rest: pl.Series, *, rows: pl.Series, item: Field, read: Callable[[str], Reading]
) -> Column:
    """Read the distinct values that are left and put them in their rows."""
    distinct = text.filter(rest).unique().to_list()
    readings = {cell: read(cell) for cell in distinct}
    table = pl.DataFrame(
        {
            "text": distinct,
            "found": pl.Series([readings[cell].value for cell in distinct], dtype=DTYPES[item.type]),
        },
        schema={"text": pl.String, "found": DTYPES[item.type]},
    )
    frame = pl.DataFrame({"text": text.alias("text"), "value": values.cast(DTYPES[item.type]).alias("value")})
    joined = frame.join(table, on="text", how="left", maintain_order="left")
    column = Column(joined.select(pl.coalesce("value", "found")).to_series())
    for remark in {reading.remark for reading in readings.values() if reading.remark is not None}:
        cells = [cell for cell, reading in readings.items() if reading.remark == remark]
        column.findings.append(_remarked(rows, text, rest & text.is_in(pl.Series(cells).implode()), item, remark))
    return column


def _remarked(rows: pl.Series, text: pl.Series, where: pl.Series, item: Field, remark: Remark) -> pl.DataFrame:
    """Turn a remark into findings: a lost value rejects its row only where the field is required."""
    severity = Severity.REJECT if remark.lost and item.required else Severity.WARN
    ending = "，已按空处理" if remark.lost and not item.required else ""
    worded = Remark(remark.rule, f"“{item.label}”{remark.message}{ending}", remark.remedy, remark.lost)
    return finding(rows, where, values=text, named=item.name, severity=severity, remark=worded)
