from dataclasses import fields
from datetime import date

import pytest

from supervision.accounts.policy import rules
from supervision.accounts.policy.rules import DatedValue, Policy, policy


def test_every_limit_has_a_value_and_a_basis():
    assert {value.name for value in rules.dated_values()} == {field.name for field in fields(Policy)}
    assert all(value.basis and value.value > 0 for value in rules.dated_values())


@pytest.mark.parametrize(
    ("on", "days"), [(date(2020, 1, 1), 90), (date(2026, 6, 30), 90), (date(2026, 7, 1), 60), (date(2027, 1, 1), 60)]
)
def test_a_changed_limit_holds_from_its_day_on(monkeypatch, on, days):
    before = tuple(value for value in rules.dated_values() if value.name != "password_days")
    changed = (
        DatedValue("password_days", 90, date(2026, 1, 1), date(2026, 6, 30), "旧"),
        DatedValue("password_days", 60, date(2026, 7, 1), None, "新"),
    )
    monkeypatch.setattr(rules, "dated_values", lambda: before + changed)
    assert policy.__wrapped__(on).password_days == days
