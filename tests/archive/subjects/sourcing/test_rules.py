"""Which source is believed first, on which days, and why."""

from datetime import date, timedelta

import pytest

from supervision.archive.subjects.sourcing import rules

REGISTRAR, UNSPECIFIED, TAX = 2, 1, 17


@pytest.mark.parametrize("on", [date(1990, 1, 1), date(2014, 10, 1), date(2026, 11, 18)])
def test_the_registrar_comes_before_every_other_source(on):
    assert rules.source_rank(REGISTRAR, on) < rules.source_rank(UNSPECIFIED, on) == rules.source_rank(TAX, on)


def test_every_place_names_its_basis_and_a_day_from_which_it_holds():
    assert rules.places()
    assert all("条" in place.basis and place.effective_from <= date(2026, 11, 18) for place in rules.places())


def test_a_place_ends_with_its_last_day(monkeypatch):
    last = date(2030, 12, 31)
    places = (
        rules.Place(1, REGISTRAR, date(2014, 10, 1), last, "第六条"),
        rules.Place(1, TAX, last + timedelta(days=1), None, "新规定第二条"),
        rules.Place(2, REGISTRAR, last + timedelta(days=1), None, "新规定第二条"),
    )
    monkeypatch.setattr(rules, "places", lambda: places)
    rules.source_order.cache_clear()
    assert rules.source_order(last) == (REGISTRAR,)
    assert rules.source_order(last + timedelta(days=1)) == (TAX, REGISTRAR)
    rules.source_order.cache_clear()
