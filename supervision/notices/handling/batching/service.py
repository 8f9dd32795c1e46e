"""Do to one notice of a batch what the order says; the door gives each its own transaction, so that one refusal stops none."""

from datetime import datetime
from uuid import uuid5

from sqlalchemy.orm import Session

from supervision.kernel.access import NotPermitted, Principal
from supervision.notices.handling import queries, service
from supervision.notices.handling.batching.schemas import Act, Order, Ticked
from supervision.notices.handling.errors import NothingChosen, TooManyChosen
from supervision.notices.handling.service import Answer, Given
from supervision.notices.models import Notice

MOST = 200


def check(order: Order, principal: Principal) -> None:
    """Refuse an order before anything is done: nothing ticked, too much, or not the person's to give."""
    if not order.ticked:
        raise NothingChosen
    if len(order.ticked) > MOST:
        raise TooManyChosen(most=MOST, chosen=len(order.ticked))
    if not principal.may(order.act.permission):
        raise NotPermitted(permission=order.act.label)


def carry_out(session: Session, ticked: Ticked, order: Order, principal: Principal, *, now: datetime) -> Notice:
    """Do it to one notice; the same order given again finds it done."""
    key = uuid5(order.key, str(ticked.notice_id))
    notice = queries.notice_for(session, principal, ticked.notice_id, request_key=key)
    given = Given(principal, now, key, ticked.revision)
    if order.act is Act.RECEIVE:
        service.receive(session, notice, given)
    elif order.act is Act.ANSWER:
        service.answer(session, notice, Answer(order.feedback, order.text), given)
    elif order.act is Act.RETURN:
        service.return_(session, notice, given, reason=order.reason)
    else:
        service.reassign(session, notice, given, department_id=order.department_id, reason=order.reason)
    return notice
