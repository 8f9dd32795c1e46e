"""The register as departments and those who judge see it."""

import re

import pytest

from credit.omissions import service
from supervision.kernel.db import transaction
from tests.credit.omissions.conftest import HIDDEN, NOW

REGISTER = "/credit/omissions"


@pytest.fixture
def address(town) -> str:
    with transaction() as session:
        service.search(session, now=NOW)
    page = town.at("supervisor", "bureau").get(REGISTER).text
    return re.search(r'href="(/credit/omissions/\d+)"', page)[1]


def test_the_numbers_around_the_gap_are_shown(town, address):
    page = town.at("reporter").get(address).text
    assert f"云税罚〔2026〕{HIDDEN:04d}号" in page
    assert page.count("numberline__one") == HIDDEN + 20
    assert page.count("is-asked") == 1


def test_others_do_not_see_it(town, address):
    other = town.at("reporter", "east")
    assert "没有待办的未报线索" in other.get(REGISTER).text
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/explain", data={"reason": "作废"}).status_code == 404


def test_explained_by_one_judged_by_another_and_twice_changes_nothing(town, address):
    own, judge = town.at("reporter"), town.at("supervisor", "bureau")
    assert own.post(f"{address}/explain", data={"reason": " "}).status_code == 422
    assert own.post(f"{address}/explain", data={"reason": "登记时跳号"}).status_code == 303
    assert own.post(f"{address}/explain", data={"reason": "登记时跳号"}).status_code == 409
    assert "登记时跳号" in judge.get(address).text
    assert judge.post(f"{address}/judge", data={"outcome": "nonsense", "reason": "x"}).status_code == 422
    assert judge.post(f"{address}/judge", data={"outcome": "excuse", "reason": "登记簿属实"}).status_code == 303
    assert "说明成立" in own.get(address).text


@pytest.mark.parametrize("asked", ["state=nonsense", "department=%00", "before=x", "before=9999999999999999999"])
def test_what_is_unreadable_is_left_out(town, asked):
    assert town.at("reporter").get(f"{REGISTER}?{asked}").status_code == 200
