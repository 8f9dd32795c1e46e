"""Every vector of the table of publicity periods: start, first day of repair, last public day, first hidden day."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from credit.publicity.periods.rules import period
from supervision.kernel.rulebook.packaged import packaged_rules
from supervision.kernel.rulebook.rules import Rule

with (Path(__file__).parent / "data" / "publicity_date_vectors.csv").open(encoding="utf-8", newline="") as lines:
    VECTORS = list(csv.DictReader(lines))
ROWS = {row["rule_id"]: row for row in packaged_rules()}


def rule(rule_id: str) -> Rule:
    row = json.loads(json.dumps(ROWS[rule_id]))
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("effective_from", "effective_to")}
    return Rule(**{**row, **days, "version": 1})


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_there_are_seven_vectors():
    assert len(VECTORS) == 7


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['rule_id']}-{vector['start']}")
def test_the_days_are_those_of_the_table(vector):
    counted = period(rule(vector["rule_id"]), start=date.fromisoformat(vector["start"]))
    assert counted.earliest_repair == day(vector["earliest_repair_application"])
    assert counted.last_public_day == day(vector["last_public_day"])
    assert counted.first_hidden_day == day(vector["first_hidden_day"])
