"""A registration becomes notices, and each of them goes on its ways, through the outbox that really runs."""

import pytest
from sqlalchemy import select

from supervision.kernel.db import reading, transaction
from supervision.notices.closing.models import FollowUp
from supervision.notices.delivery.models import Delivery
from supervision.notices.delivery.service import set_email
from supervision.notices.models import Notice
from tests.factories.routing import FOOD, MEDICINE, NOW, SOUTH, Town, arrive, entry, found_town, notices


@pytest.fixture
def town(session) -> Town:
    made = found_town()
    with transaction() as opened:
        set_email(opened, department_id=made["market-north"], text_="north@example.gov.cn", actor="test", now=NOW)
    return made


def ways(town: Town) -> list[tuple[str, str, str]]:
    """Return what was put on its way: office, by which way, number."""
    with reading() as session:
        rows = select(Delivery.department_id, Delivery.way, Notice.number).join(Notice, Notice.id == Delivery.notice_id)
        return sorted((str(town.code_of(office)), way, number) for office, way, number in session.execute(rows))


def test_every_pushed_notice_goes_to_the_page_and_by_the_channels_that_its_department_chose(town):
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}"), entry(2, firm=2, division=SOUTH))
    pushed = [one for one in notices() if one.state == "pushed"]
    north = [one.number for one in pushed if one.department_id == town["market-north"]]
    south = [one.number for one in pushed if one.department_id == town["market-south"]]
    assert len(north) >= 2
    assert south
    wanted = [("market-north", way, number) for number in north for way in ("page", "email")]
    assert ways(town) == sorted([*wanted, *(("market-south", "page", number) for number in south)])


def test_a_registration_that_arrives_twice_is_delivered_once(town):
    arrive(town, entry(1))
    before = ways(town)
    arrive(town, entry(1))
    assert ways(town) == before


def test_what_the_registrar_changes_later_is_told_too(town):
    arrive(town, entry(1))
    before = len(ways(town))
    arrive(town, entry(2, "cancellation"))
    assert len(ways(town)) > before


def test_an_item_that_became_a_filing_is_followed_from_the_push(town):
    arrive(town, entry(1, scope="预包装食品销售"))
    filings = [one.id for one in notices() if one.reform_mode == "filing" and one.state == "pushed"]
    assert filings
    with reading() as session:
        assert sorted(session.scalars(select(FollowUp.notice_id).where(FollowUp.mode == "filing"))) == filings
