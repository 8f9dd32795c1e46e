"""The packaged catalogue is whole, sound, and comes into the departments once."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from credit.catalogue import queries
from credit.catalogue.matching.service import match
from credit.catalogue.queries import Wanted
from credit.catalogue.rules import faults
from credit.catalogue.seeding import service
from credit.catalogue.seeding.features import packaged
from supervision.accounts.models import Department
from supervision.city.schemas import words
from supervision.city.service import found_offices
from supervision.kernel.clock import now
from tests.factories.decisions import decision


@pytest.fixture
def city(session):
    found_offices(session, now=now())
    return {row.code: row for row in session.scalars(select(Department))}


def test_at_least_a_hundred_and_fifty_items_of_every_office_are_sound(session):
    items = packaged()
    assert len(items) >= 150
    assert len({entry.code for _office, entry in items}) == len(items)
    assert {office for office, _entry in items} == {office["code"] for office in words("city")["city_offices"]}
    allowed = {kind: queries.allowed(session, kind=kind, on=date(2026, 1, 1)) for kind in ("licence", "penalty")}
    assert [
        list(faults(entry, allowed[entry.kind])) for _office, entry in items if list(faults(entry, allowed[entry.kind]))
    ] == []


def test_none_of_them_claims_to_have_been_checked_against_the_text():
    assert set(Counter(entry.confidence for _office, entry in packaged())) == {"knowledge", "unsure"}


def test_they_come_in_once_are_public_and_hold_what_the_city_decides(session, city):
    assert service.bring_in(session, now=now()) == len(packaged())
    assert service.bring_in(session, now=now()) == 0
    assert queries.listed(session, Wanted(date(2026, 1, 1)), reader=None)[1] == len(packaged())
    records = [(kind, row) for kind in ("licence", "penalty") for row in words("records")[kind]]
    made = [
        decision(
            session, city[row["office"]], date(2026, 3, 2), kind=kind, item=row["item"], certificate=row.get("certificate")
        )
        for kind, row in records
    ]
    assert match(session, decision_ids=[one.id for one in made], now=now()) == len(records)
