"""Writing figures into a workbook."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from credit.assessment.rules import RATES, rate_of
from credit.assessment.schemas import Line, Measure, Method
from supervision.intake.workbooks.rules import escaped

OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NONE: Final = "—"
Sheets = Sequence[tuple[str, Sequence[Line]]]


def figures_book(title: str, sheets: Sheets, method: Method) -> bytes:
    """Return a workbook with a sheet for each way in which the figures are told apart, and the method."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "rate": book.add_format({"num_format": "0.0%"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for label, lines in sheets:
            sheet = book.add_worksheet(f"按{label}")
            sheet.write_string(0, 0, title, formats["title"])
            _figures(sheet, label, lines, method, formats)
        _method(book.add_worksheet("办法"), method, formats)
    return stream.getvalue()


def _figures(sheet: Any, label: str, lines: Sequence[Line], method: Method, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(2, 2)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 60, 11)
    for column, name in enumerate(_header(label)):
        sheet.write_string(1, column, name, formats["head"])
    for number, line in enumerate(lines, start=2):
        for column, value in enumerate(_cells(line, method)):
            if value is None:
                sheet.write_string(number, column, NONE)
            elif isinstance(value, str):
                sheet.write_string(number, column, escaped(value))
            elif isinstance(value, float):
                sheet.write_number(number, column, value, formats["rate"])
            else:
                sheet.write_number(number, column, value)


def _header(label: str) -> Iterator[str]:
    yield from ("名次", label, "得分（区间下限）", "合格单元", "单元", "等待中位数（日）", "零报告")
    yield from (measure.label for measure in Measure)
    for rate in RATES:
        yield from (rate.label, f"{rate.label}下限", f"{rate.label}上限")


def _cells(line: Line, method: Method) -> Iterator[str | int | float | None]:
    standing = line.standing
    yield line.place
    yield line.label
    yield standing.score if standing else None
    yield standing.good if standing else 0
    yield standing.units if standing else 0
    yield None if standing is None or standing.wait is None else f"{standing.wait:g}"
    yield line.zero_reports
    yield from (line.numbers.get(measure) for measure in Measure)
    for rate in RATES:
        found = rate_of(line, rate, method)
        interval = found.interval if found else None
        yield from (found.value if found else None, interval.low if interval else None, interval.high if interval else None)


def _method(sheet: Any, method: Method, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    rows = [
        ("办法", method.text),
        ("规则", method.reference),
        ("依据", method.basis),
        ("最小样本", f"{method.min_sample} 个单元"),
        *((rate.label, f"{rate.definition(method)}。{rate.basis}") for rate in RATES),
        *((measure.label, measure.definition) for measure in Measure),
    ]
    for number, (label, said) in enumerate(rows):
        sheet.write_string(number, 0, label, formats["wrap"])
        sheet.write_string(number, 1, said, formats["wrap"])
