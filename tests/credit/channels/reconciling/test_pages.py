"""对账 on the page: stages by department, differences that lead to their decisions, and the button that mends them."""

import pytest

from tests.factories.districts import colleague, csrf


@pytest.fixture
def operator(app, world):
    return colleague(app, world.city.bureau, "city_operator")


def test_differences_are_listed_lead_to_their_decisions_and_are_pushed_again(operator, world, receiver):
    made = world.shown(doc_no="丢失号")
    world.reported(doc_no="待审号")
    receiver.behave("lose-rows")
    world.work()
    receiver.behave("none")
    world.reconcile()
    address = "/credit/channels/credit-china/reconcile?day=2026-11-18"
    page = operator.get(address).text
    assert ("已回执，对方查无" in page, "已产生，未公示" in page) == (True, True)
    assert f'href="/credit/decisions/{made.id}"' in page
    assert "重新推送 1 条" in page
    assert "待审号" not in operator.get(f"{address}&kind=missing").text
    form = {"csrf_token": csrf(operator), "day": "2026-11-18"}
    assert operator.post("/credit/channels/credit-china/reconcile/push", data=form).status_code == 303
    world.work()
    world.reconcile()
    assert receiver.numbers() == ["丢失号"]
    assert "已回执，对方查无" not in operator.get(address).text
    assert "2026-11-18" in operator.get("/credit/channels/credit-china").text


def test_a_day_is_compared_when_asked_and_what_is_no_day_is_said_so(operator):
    assert "还没有对账结果" in operator.get("/credit/channels/gsxt/reconcile?day=昨天").text
    form = {"csrf_token": csrf(operator), "day": "2026-11-18"}
    assert operator.post("/credit/channels/gsxt/reconcile/run", data=form).status_code == 303
    assert operator.post("/credit/channels/gsxt/reconcile/run", data={**form, "day": "昨天"}).status_code == 422
