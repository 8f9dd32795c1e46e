"""Serial numbers cannot be guessed, and lists that praise are told from those that blame."""

import secrets
from datetime import date

import pytest

from credit.records.rules import SERIAL_BYTES, day_in_words, is_red, serial_of


def test_serials_of_one_day_have_nothing_in_common_but_the_day():
    day = date(2026, 11, 20)
    serials = {serial_of(day, secrets.token_bytes(SERIAL_BYTES)) for _ in range(500)}
    assert len(serials) == 500
    assert all(serial.startswith("XYBG20261120-") for serial in serials)


@pytest.mark.parametrize(
    ("name", "red"),
    [
        ("纳税信用A级纳税人", True),
        ("守信联合激励对象", True),
        ("失信被执行人", False),
        ("严重违法失信名单", False),
        ("经营异常名录", False),
    ],
)
def test_red_is_told_from_black(name, red):
    assert is_red(name) is red


def test_the_end_that_is_none_is_called_so():
    assert (day_in_words(date(2099, 12, 31)), day_in_words(date(2026, 3, 4)), day_in_words(None)) == (
        "长期",
        "2026年3月4日",
        "",
    )
