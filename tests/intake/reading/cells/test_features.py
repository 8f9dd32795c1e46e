"""Columns are read as their cells one by one would be."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.intake.kinds import Field, FieldType, Severity
from supervision.intake.reading.cells import rules
from supervision.intake.reading.cells.features import read_column, together

READERS = {
    FieldType.CODE: rules.read_code,
    FieldType.DATE: rules.read_date,
    FieldType.DATETIME: rules.read_moment,
    FieldType.DECIMAL: rules.read_decimal,
    FieldType.INTEGER: rules.read_integer,
    FieldType.MONEY_WAN: rules.read_money,
}
LIKELY = st.sampled_from(
    [
        "2020-01-02",
        "2020/1/2",
        "45000",
        "长期",
        "2099-12-31",
        "2100-01-01",
        "1",
        "1.5",
        "1,000",
        "2000元",
        "91A",
        "９１a",
        "/",
        "",
        " 3 ",
        "0001-01-01",
        "2021年2月",
        "-7",
        "1e3",
        "2020-01-02 03:04:05",
        "+5",
        "1.1234567",
        "9.1E+17",
        "\u200b",
        "12 34",
        "nan",
        "NaN",
    ]
)
CELLS = st.lists(st.one_of(st.none(), LIKELY, st.text(max_size=12)), min_size=1, max_size=12)


def column(cells: list[str | None], item: Field, unit: str | None = None):
    rows = pl.Series(range(1, len(cells) + 1), dtype=pl.Int64)
    read = read_column(pl.Series("raw", cells, dtype=pl.String), rows, item, unit=unit)
    return read.values.to_list(), together(read.findings)


@pytest.mark.parametrize("kind", list(READERS))
@settings(max_examples=150, deadline=None)
@given(cells=CELLS)
def test_a_column_reads_as_its_cells_do(kind, cells):
    values, findings = column(cells, Field("x", "字段", kind))
    singles = [READERS[kind](cell.strip()) if cell is not None else rules.NOTHING for cell in cells]
    assert values == [single.value for single in singles]
    told = set(findings["row_no"].to_list())
    assert told >= {
        number for number, single in enumerate(singles, start=1) if single.remark is not None and single.remark.lost
    }


@settings(max_examples=150, deadline=None)
@given(cells=CELLS)
def test_a_required_field_never_passes_empty(cells):
    values, findings = column(cells, Field("x", "字段", FieldType.DATE, required=True))
    rejected = findings.filter(pl.col("severity") == Severity.REJECT.value)["row_no"].to_list()
    assert [number for number, value in enumerate(values, start=1) if value is None] == sorted(set(rejected))


def test_text_keeps_its_signs_and_loses_only_what_nobody_sees():
    values, findings = column(["甲（上海）公司", "\u200b乙\ufeff公司", "　丙公司 ", "无"], Field("x", "名称"))
    assert values == ["甲（上海）公司", "乙公司", "丙公司", None]
    assert findings.select("row_no", "rule").rows() == [(2, "R04")]


def test_markup_in_a_text_is_rejected():
    _, findings = column(["<script>alert(1)</script>", "当 a < b 时"], Field("x", "名称"))
    assert findings.select("row_no", "severity", "rule").rows() == [(1, "reject", "V02")]


def test_a_text_longer_than_its_field_is_rejected_by_characters_not_bytes():
    _, findings = column(["甲" * 10, "甲" * 11], Field("x", "名称", max_length=10))
    assert findings.select("row_no", "rule").rows() == [(2, "V02")]


def test_the_text_mark_of_our_own_workbooks_comes_off_again():
    assert column(["'=1+1", "'@甲", "'甲'"], Field("x", "名称"))[0] == ["=1+1", "@甲", "'甲'"]


def test_money_of_a_column_in_yuan_is_turned_into_wan():
    values, _ = column(["20000", "3万元"], Field("x", "金额", FieldType.MONEY_WAN), unit="yuan")
    assert [str(value) for value in values] == ["2.000000", "3.000000"]
