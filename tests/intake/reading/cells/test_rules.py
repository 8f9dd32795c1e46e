from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.intake.kinds import OPEN_END
from supervision.intake.reading.cells import rules

ANY_TEXT = st.text(max_size=40)
DAYS = st.dates(date(1900, 2, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-1-19", date(2020, 1, 19)),
        ("2020/9/24", date(2020, 9, 24)),
        ("2022.03.30", date(2022, 3, 30)),
        ("2023年04月12日", date(2023, 4, 12)),
        ("2023 年 4 月 12 日", date(2023, 4, 12)),
        ("20/3/2025 14:32:36", date(2025, 3, 20)),
        ("3/20/2025", date(2025, 3, 20)),
        ("2022-07-29 11:46:00", date(2022, 7, 29)),
        ("2024-01-05T00:00:00Z", date(2024, 1, 5)),
        ("20260131", date(2026, 1, 31)),
        ("２０２０－０１－０２", date(2020, 1, 2)),
        ("\u200b2020-01-02", date(2020, 1, 2)),
        ("长期", OPEN_END),
        ("永久有效", OPEN_END),
        ("2099/12/31", OPEN_END),
        ("9999-12-31", OPEN_END),
    ],
)
def test_a_date_is_read_in_every_style_that_departments_write(cell, day):
    reading = rules.read_date(cell)
    assert (reading.value, reading.remark) == (day, None)


@pytest.mark.parametrize("cell", ["1900/1/0 0:00:00", "0000-00-00", "/", "-", "无", "N/A", "null", "不详", "  ", "\u200b"])
def test_what_stands_for_nothing_is_no_date_and_no_fault(cell):
    assert rules.read_date(cell) == rules.NOTHING


@pytest.mark.parametrize("cell", ["2021年度2  月", "2021年2月", "2021-02", "2021年"])
def test_a_month_is_not_turned_into_a_day(cell):
    reading = rules.read_date(cell)
    assert (reading.value, reading.remark) == (None, rules.MONTH_ONLY)


@pytest.mark.parametrize("cell", ["2020-02-30", "昨天", "32/1/2020", "2020-13-01", "12", "1e400"])
def test_what_is_no_date_is_said_to_be_none(cell):
    reading = rules.read_date(cell)
    assert (reading.value, reading.remark) == (None, rules.NOT_A_DATE)


def test_a_serial_of_excel_is_a_date_and_is_told():
    reading = rules.read_date("45000")
    assert (reading.value, reading.remark) == (date(2023, 3, 15), rules.SERIAL)


def test_a_day_and_month_that_could_be_swapped_are_told():
    reading = rules.read_date("3/4/2020")
    assert (reading.value, reading.remark) == (date(2020, 4, 3), rules.DAY_FIRST)


@pytest.mark.parametrize(
    ("cell", "wan"),
    [
        ("2000元", "0.2"),
        ("3万元", "3"),
        ("1.5亿元", "15000"),
        ("1,000", "1000"),
        ("¥20", "20"),
        ("人民币5万元整", "5"),
        ("１２", "12"),
        ("0.1234567", "0.123457"),
    ],
)
def test_money_is_in_wan_whatever_unit_the_cell_names(cell, wan):
    assert rules.read_money(cell).value == Decimal(wan)


def test_money_of_a_column_in_yuan_is_turned_into_wan_unless_the_cell_says_otherwise():
    assert rules.read_money_in_yuan("1435313.650").value == Decimal("143.531365")
    assert rules.read_money_in_yuan("3万元").value == Decimal(3)


@pytest.mark.parametrize("cell", ["叁仟元", "1,00,0", "12a", "1" * 30])
def test_an_amount_that_cannot_be_read_is_said(cell):
    assert rules.read_money(cell).remark == rules.NOT_A_NUMBER


def test_a_code_is_narrowed_and_told():
    assert rules.read_code("９１110108ma01mw945g ") == rules.Reading("91110108MA01MW945G", rules.NARROWED)
    assert rules.read_code("911101 08MA01MW945G").value == "91110108MA01MW945G"
    assert rules.read_code("91110108MA01MW945G") == rules.Reading("91110108MA01MW945G")


def test_a_code_that_a_spreadsheet_spoilt_is_not_guessed():
    assert rules.read_code("9.1110108E+17") == rules.Reading(None, rules.SPOILT)


@pytest.mark.parametrize(("cell", "whole"), [("3", 3), ("3.0", 3), ("1,200", 1200), ("-5", -5)])
def test_a_whole_number_is_read(cell, whole):
    assert rules.read_integer(cell).value == whole


def test_a_broken_number_is_no_whole_number():
    assert rules.read_integer("3.5").remark == rules.NOT_WHOLE


@given(ANY_TEXT)
def test_no_text_brings_a_reader_down_and_nothing_is_lost_in_silence(cell):
    for read in (rules.read_code, rules.read_date, rules.read_moment, rules.read_decimal, rules.read_integer, rules.read_money):
        reading = read(cell)
        if reading.value is None and reading.remark is None:
            empty = rules.narrow(cell)
            assert (
                empty in rules.PLACEHOLDERS
                or rules._NO_DATE.fullmatch(empty)
                or "".join(empty.split()).upper() in rules.PLACEHOLDERS
            )


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S"]))
def test_every_day_survives_every_style(day, style):
    assert rules.read_date(datetime.combine(day, time()).strftime(style)).value == day


@given(st.decimals(0, 10**9, places=6))
def test_every_amount_survives_with_and_without_commas(amount):
    assert rules.read_decimal(f"{amount:f}").value == amount
    assert rules.read_decimal(f"{amount:,f}").value == amount
