"""A repair was undone: receivers that took the decision back are told of it again."""

from datetime import date

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.holders import Holder, LiftOrder, Restored
from supervision.kernel.module import joined
from supervision.kernel.outbox import publish


def test_what_was_repaired_on_a_false_promise_is_shared_again(world, receiver):
    made = world.shown(doc_no="号")
    world.work()
    order = LiftOrder(7, "credit.decision", (made.id,), "信用修复", date(2026, 12, 1))
    with transaction() as session:
        china = next(part for part in joined().parts(Holder) if part.name == "credit.channels.credit-china")
        china.lift(session, order, now())
    world.work()
    assert receiver.rows() == []
    with transaction() as session:
        publish(session, Restored("credit.decision", (made.id,), "承诺不实"), now=now())
    world.work()
    assert receiver.numbers() == ["号"]
