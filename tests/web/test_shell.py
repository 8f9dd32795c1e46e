from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from supervision.web import shell


def test_dates_and_instants_are_written_for_shanghai():
    assert shell.day(date(2026, 11, 18)) == "<time>2026-11-18</time>"
    assert ">2026-11-19 07:30<" in shell.day(datetime(2026, 11, 18, 23, 30, tzinfo=UTC))
    assert shell.day(None) == ""


@pytest.mark.parametrize(("value", "written"), [("2.500000", "2.5"), ("1200", "1,200"), ("0.000001", "0.000001"), ("0", "0")])
def test_money_has_as_many_decimals_as_it_needs(value, written):
    assert shell.wan(Decimal(value)) == written


def test_a_code_is_grouped_without_blanks():
    assert shell.code("91990102MAXMU7B34M").striptags() == "91990102MAXMU7B34M"
    assert shell.code("91990102MAXMU7B34M").count("<span>") == 5


def test_the_found_part_is_marked_and_nothing_is_trusted():
    assert shell.marked("云汀禾木", "禾木") == "云汀<mark>禾木</mark>"
    assert shell.marked("<b>禾木</b>", "禾木") == "&lt;b&gt;<mark>禾木</mark>&lt;/b&gt;"
    assert shell.marked("云汀", None) == "云汀"
