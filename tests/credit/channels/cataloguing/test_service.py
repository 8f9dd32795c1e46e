"""The public catalogue goes upwards whole, once for each change, and counts as received by the receiver's own answer alone."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from credit.catalogue import queries as catalogue
from credit.catalogue import service as writing
from credit.catalogue.states import Review
from credit.channels import jobs
from credit.channels.cataloguing import queries
from credit.channels.cataloguing.service import CATALOGUE
from credit.channels.models import ChannelCatalogue
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues.models import Job
from tests.credit.catalogue.conftest import FOOD
from tests.credit.channels.conftest import ROUND
from tests.factories.districts import colleague


@pytest.fixture
def shelf(world, receiver):
    """The catalogue of the bureau, the worker's round, and what both sides keep."""

    def add(number: int, outcome: Review = Review.PUBLIC) -> None:
        entry = replace(FOOD, code=f"MARKET-P{number:03d}", name=f"{FOOD.name}（{number}）")
        with transaction() as session:
            made = writing.add(session, entry, department_id=world.city.bureau.id, actor="person:1", now=now())
            edition = catalogue.standing(session, item_id=made.id).edition_id
            writing.review(session, edition_id=edition, outcome=outcome, note="说明", actor="person:2", now=now())

    def work(**later: float) -> object:
        world.clock.shift(sum({"minutes": 60, "days": 86_400}[unit] * size for unit, size in later.items()))
        world.tell()
        return jobs.run_catalogue(ROUND)["given"]

    def kept() -> ChannelCatalogue:
        with reading() as session:
            return queries.standing(session, "credit-china")

    def there(channel: str = "credit-china") -> tuple[int, int | None]:
        held = receiver.control()[channel]
        return held["catalogues"], held["items"]

    return SimpleNamespace(add=add, work=work, kept=kept, there=there)


def test_the_catalogue_is_given_once_for_each_change_and_waits_with_words_while_the_receiver_is_down(
    world, receiver, shelf, app
):
    page = colleague(app, world.city.bureau, "city_operator")

    def said(channel: str = "credit-china") -> str:
        return page.get(f"/credit/channels/{channel}").text

    world.connect("legal-base")
    assert ("待送：" in said(), 'id="catalogue"' in said("legal-base")) == (True, False)
    shelf.add(1)
    shelf.add(2, Review.SECRET)
    world.tell()
    with reading() as session:
        assert session.scalar(select(func.count()).where(Job.kind == CATALOGUE)) == 1, "two items and two reviews are one job"
    assert (shelf.work(), shelf.there(), shelf.there("legal-base"), shelf.there("province")) == (
        1,
        (1, 1),
        (0, None),
        (0, None),
    )
    assert (shelf.kept().sent_digest, shelf.kept().receipt) == (shelf.kept().wanted_digest, "credit-china-ML000001")
    assert "已送 1 项，" in said()
    assert "回执 credit-china-ML000001" in said()
    assert (shelf.work(), shelf.work(minutes=10), shelf.there()) == (0, 0, (1, 1)), "nothing new, nothing sent"

    receiver.behave("down")
    shelf.add(3)
    assert shelf.work() == 0
    kept = shelf.kept()
    assert (kept.attempts, kept.items, kept.sent_items, kept.next_try_at > now()) == (1, 2, 1, True)
    assert kept.last_error.startswith("接收方没有收下目录：连接不上接收方")
    assert f"未送达：{kept.last_error.partition('：')[0]}" in said()
    assert "已送 1 项，" in said(), "what it had before it has still"
    receiver.behave("none")
    assert (shelf.work(minutes=1), shelf.there()) == (0, (1, 1)), "a receiver that was down has its pause"
    assert (shelf.work(minutes=10), shelf.there()) == (1, (2, 2))
    assert (shelf.kept().attempts, shelf.kept().last_error, shelf.kept().receipt) == (0, None, "credit-china-ML000002")

    receiver.behave("after-500")
    shelf.add(4)
    assert (shelf.work(), shelf.kept().sent_items, shelf.there()) == (0, 2, (3, 3)), "it counted there, but the answer said no"
    receiver.behave("none")
    world.connect("province")
    assert (shelf.work(minutes=10), shelf.there(), shelf.there("province")) == (2, (4, 3), (1, 3))
    assert shelf.kept().receipt == "credit-china-ML000003", "the same catalogue has the same receipt"
    assert (shelf.work(days=1), shelf.there()) == (0, (4, 3)), "another day is no other catalogue"
