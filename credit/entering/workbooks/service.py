"""Write the workbook of a table: the sheet to fill in, an example, the notes, and the words to choose from."""

from collections.abc import Sequence
from typing import IO, Any, Final

import xlsxwriter

from credit.entering.workbooks.features import REQUIRED, TYPES, choices, example, free, note
from credit.standards.schemas import Table
from supervision.intake.kinds import FieldType

ROWS: Final = 5_000
WIDE: Final = 32
USUAL: Final = 18
DATA, EXAMPLE, NOTES, WORDS = "数据", "示例", "填写说明", "字典"
NOTE_HEAD: Final = ("字段", "代码", "必填", "类型", "长度", "填报要求")
NOTE_WIDTHS: Final = (30, 16, 12, 14, 8, 70)


def write_template(stream: IO[bytes], table: Table) -> None:
    """Write the workbook; its first sheet is the one that the door reads."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        styles = _styles(book)
        sheets = {name: book.add_worksheet(name) for name in (DATA, EXAMPLE, NOTES, WORDS)}
        for name in (DATA, EXAMPLE):
            _head(sheets[name], table, styles)
        _choose(sheets[DATA], sheets[WORDS], table)
        _fill(sheets[EXAMPLE], table, styles)
        _explain(sheets[NOTES], table, styles)
        sheets[WORDS].hide()


def _styles(book: Any) -> dict[str, Any]:
    common = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    return {
        "always": book.add_format({**common, "bg_color": "#F6DFC0"}),
        "conditional": book.add_format({**common, "bg_color": "#FBF3DA"}),
        "no": book.add_format({**common, "bg_color": "#EEF1F2"}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _head(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    """Name the columns exactly as the standard does; must be filled in, by condition and by choice differ in ground and note."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        style = styles["date"] if column.type is FieldType.DATE else styles["text"]
        sheet.set_column(place, place, WIDE if (column.length or 0) >= 256 else USUAL, style)  # noqa: PLR2004  # sentences, not words
        sheet.write_string(0, place, column.label, styles[column.required])
        sheet.write_comment(0, place, note(column), {"x_scale": 2.2, "y_scale": 1.4, "author": "填写说明"})


def _choose(sheet: Any, words: Any, table: Table) -> None:
    for place, column in enumerate(table.columns):
        allowed = choices(table, column)
        if not allowed:
            continue
        for row, word in enumerate(allowed):
            words.write_string(row, place, word)
        area = f"={WORDS}!{_cell(0, place)}:{_cell(len(allowed) - 1, place)}"
        sheet.data_validation(
            1, place, ROWS, place, _drop_down(area, column.label, open_=free(table, column), many=column.many)
        )


def _cell(row: int, place: int) -> str:
    return str(xlsxwriter.utility.xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True))


def _drop_down(area: str, label: str, *, open_: bool, many: bool) -> dict[str, Any]:
    told = (
        "多个用中文分号“；”隔开；其他种类写成“其他-种类”"
        if many
        else "从下拉列表选择" + ("，其他写成“其他-种类”" if open_ else "")
    )
    return {
        "validate": "list",
        "source": area,
        "ignore_blank": True,
        "input_title": label[:32],
        "input_message": told,
        "error_type": "warning" if open_ else "stop",
        "error_title": "不在字典中",
        "error_message": told,
    }


def _fill(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    cells = example(table)
    for place, column in enumerate(table.columns):
        if cells.get(column.name):
            sheet.write_string(1, place, cells[column.name], styles["text"])


def _explain(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, (name, width) in enumerate(zip(NOTE_HEAD, NOTE_WIDTHS, strict=True)):
        sheet.set_column(place, place, width, styles["plain"])
        sheet.write_string(0, place, f"{name}（说明）", styles["no"])
    for row, column in enumerate(table.columns, start=1):
        words = "、".join(choices(table, column))
        length = str(column.length or "")
        cells: Sequence[str] = (
            column.label,
            column.code or "标准之外",
            REQUIRED[column.required],
            TYPES[column.type],
            length,
            "\n".join(part for part in (note(column).partition("\n")[2], f"可填：{words}" if words else "") if part),
        )
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, styles["plain"])
