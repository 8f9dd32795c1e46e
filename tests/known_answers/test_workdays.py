"""Every vector of the table of working days."""

import csv
from datetime import date
from pathlib import Path

import pytest

from supervision.kernel.workdays import national

with (Path(__file__).parent / "data" / "workday_vectors.csv").open(encoding="utf-8", newline="") as lines:
    VECTORS = [
        (date.fromisoformat(row["start"]), number, date.fromisoformat(row[f"plus_{number}wd"]))
        for row in csv.DictReader(lines)
        for number in (3, 5, 7, 10, 20)
    ]


@pytest.mark.parametrize(("start", "number", "last"), VECTORS)
def test_the_last_day_is_that_of_the_table(start, number, last):
    reckoned = national().add(start, number)
    assert (reckoned.day, reckoned.provisional) == (last, False)
    assert national().difference(start, last).days == number
