"""The workbook of every table is read by the door as the table that it is, and its example passes every rule."""

import io
from datetime import date

import openpyxl
import polars as pl
import pytest

from credit.entering.workbooks.features import example
from credit.entering.workbooks.service import DATA, EXAMPLE, write_template
from credit.questions.handing.features import as_frame, own_mapping
from credit.questions.handing.schemas import Row
from credit.standards.schemas import tables
from supervision.intake.kinds import CheckContext
from supervision.intake.layouts.rules import guesses, vocabulary
from supervision.intake.loading.rules import typed
from supervision.intake.reading.service import open_table
from tests.factories.rows import KINDS

TABLES = {table.row_kind: table for table in tables()}
MEGABYTES = 10 * 1024 * 1024


@pytest.mark.parametrize("name", list(TABLES))
def test_the_example_passes_every_rule(name):
    table, kind = TABLES[name], KINDS[name]
    frame, read = typed(as_frame(table, [Row("1", example(table))]), kind, own_mapping(table))
    found = pl.concat([*read, kind.check(frame, CheckContext(date(2026, 11, 20)))], how="vertical_relaxed")
    assert found.filter(pl.col("severity") != "warn").to_dicts() == []


@pytest.mark.parametrize("name", [name for name in TABLES if "2018" not in name])
def test_a_filled_template_is_read_as_its_table(name, tmp_path):
    table = TABLES[name]
    content = io.BytesIO()
    write_template(content, table)
    book = openpyxl.load_workbook(content)
    assert [cell.value for cell in book[DATA][1]] == [column.label for column in table.columns]
    assert book[EXAMPLE].max_row == 2
    closed = [column for column in table.columns if column.enumeration]
    assert len(book[DATA].data_validations.dataValidation) == len(closed)
    assert all(cell.comment is not None for cell in book[DATA][1])
    for place, column in enumerate(table.columns, start=1):
        book[DATA].cell(2, place).value = example(table).get(column.name)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    opened = open_table(path, filename="filled.xlsx", known=vocabulary([KINDS[name]], []), max_bytes=MEGABYTES)
    best = guesses(opened.header, "filled.xlsx", [KINDS[name]], [])[0]
    assert (best.share, best.missing) == (1, ())
    assert [part.frame.height for part in opened.slices(first=0, size=10)] == [1]
