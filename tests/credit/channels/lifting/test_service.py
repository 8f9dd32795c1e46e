"""Each receiver is a holder: told to lift it takes back, and confirms by its own receipt."""

from datetime import date

from sqlalchemy import text

from credit.channels.contracts.schemas import contracts
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.holders import Holder, LiftOrder
from supervision.kernel.module import joined
from tests.factories.reported import PENALTY, of_person
from tests.factories.rows import Door

GROUND = "credit.decision"


def holder(channel: str) -> Holder:
    return next(one for one in joined().parts(Holder) if one.name == f"credit.channels.{channel}")


def holds(channel: str, *decision_ids: int) -> bool:
    with reading() as session:
        return holder(channel).holds(session, GROUND, decision_ids)


def lift(channel: str, *decision_ids: int, order_id: int = 1) -> None:
    order = LiftOrder(order_id, GROUND, decision_ids, "信用已修复", date(2026, 11, 25))
    with transaction() as session:
        holder(channel).lift(session, order, now())


def lifted() -> list[tuple[int, str]]:
    told = "SELECT payload FROM kernel.outbox_event WHERE name = 'kernel.holders.lifted' ORDER BY id"
    with reading() as session:
        return [(row["order_id"], row["receipt"]) for row in session.scalars(text(told))]


def test_every_channel_is_a_holder_under_its_own_name(app):
    names = {one.name for one in joined().parts(Holder)}
    assert names >= {f"credit.channels.{name}" for name in contracts()}


def test_a_receiver_confirms_when_its_receipt_came_and_not_before(world, receiver):
    world.connect("legal-base")
    made = world.shown(doc_no="号")
    world.work()
    assert holds("credit-china", made.id)
    receiver.behave("down")
    lift("credit-china", made.id)
    world.work()
    assert (lifted(), holds("credit-china", made.id)) == ([], True)
    receiver.behave("none")
    world.work(hours=1)
    [(order, receipt)] = lifted()
    assert (order, receipt.startswith("credit-china-")) == (1, True)
    assert (receiver.rows(), holds("credit-china", made.id)) == ([], False)
    assert [act for act, _state, _version in world.messages()] == ["publish", "repair"]
    assert receiver.numbers("legal-base") == ["号"], "another receiver was not told"


def test_an_order_that_comes_twice_lifts_once(world):
    made = world.shown(doc_no="号")
    world.work()
    lift("credit-china", made.id)
    lift("credit-china", made.id)
    world.work()
    lift("credit-china", made.id)
    world.work()
    assert len(lifted()) == 1
    assert [act for act, _state, _version in world.messages()] == ["publish", "repair"]


def test_who_holds_nothing_says_so_at_once(world):
    made = world.reported(doc_no="号")
    assert not holds("credit-china", made.id)
    lift("credit-china", made.id)
    assert lifted() == [(1, "对方未持有，无需撤下")]
    with reading() as session:
        assert not holder("credit-china").holds(session, "sanctions.listing", (made.id,))


def test_what_was_repaired_is_not_shared_again(world, receiver):
    world.connect("population-base")
    door = Door()
    door.load("sgs-2021-penalty-person", of_person(PENALTY))
    world.work()
    with reading() as session:
        decision_id = session.execute(text("SELECT id FROM credit.decision")).scalar_one()
    lift("population-base", decision_id)
    world.work()
    assert (receiver.rows("population-base"), len(lifted())) == ([], 1)
    door.load("sgs-2021-penalty-person", of_person({**PENALTY, "facts": "更正后的事实"}), batch=2)
    world.work()
    assert receiver.rows("population-base") == []
