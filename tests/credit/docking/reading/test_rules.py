"""Positions survive being stored, and values are written as the door reads them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.docking.reading.rules import as_json, from_json, is_behind, rewound, same_row, written
from credit.docking.schemas import Position
from credit.docking.states import Ordered

MARKS = st.one_of(
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.integers(-(2**63), 2**63),
    st.decimals(allow_nan=False, allow_infinity=False),
)
KEYS = st.one_of(st.none(), st.integers(), st.text(), st.uuids(), st.decimals(allow_nan=False, allow_infinity=False))


@given(MARKS, KEYS)
def test_a_position_is_what_it_was_after_being_stored(mark, key):
    assert from_json(as_json(Position(mark, key))) == Position(mark, key)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("甲", "甲"),
        (datetime(2026, 11, 18, 2, 0, tzinfo=UTC), "2026-11-18 10:00:00"),
        (datetime(2026, 11, 18, 2, 0, 0, 5), "2026-11-18 02:00:00.000005"),  # noqa: DTZ001 - as a table without zones has it
        (date(2026, 11, 18), "2026-11-18"),
        (Decimal("0E-6"), "0.000000"),
        (Decimal("1E+3"), "1000"),
        (True, "是"),
        (b"\x01\xff", "01ff"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_value_is_written_without_loss(value, text):
    assert written(value) == text


def test_reading_begins_again_a_little_before():
    moment = datetime(2026, 11, 18, 10, 0)  # noqa: DTZ001 - as above
    assert rewound(Position(moment, 5), ordered=Ordered.TIME, overlap=10).watermark == datetime(2026, 11, 18, 9, 50)  # noqa: DTZ001
    assert rewound(Position(moment, 5), ordered=Ordered.TIME, overlap=0) == Position(moment, 5)
    assert rewound(Position(date(2026, 11, 18), 5), ordered=Ordered.DATE, overlap=0) == Position(date(2026, 11, 17))
    assert rewound(Position(100, 5), ordered=Ordered.NUMBER, overlap=30) == Position(70)


def test_rows_that_a_loose_collation_takes_for_one_are_one():
    assert same_row(Position(1, "Ab"), Position(1, "aB "))
    assert not same_row(Position(1, "a"), Position(2, "a"))
    assert (is_behind(None, 1), is_behind(1, 2), is_behind(2, 2)) == (True, True, False)
