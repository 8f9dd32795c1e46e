"""What a batch sends: the ticks with their revisions, and what is to be done."""

import re
from collections.abc import Iterable
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from supervision.notices.handling.batching.schemas import Act, Order, Ticked
from supervision.notices.handling.errors import NothingChosen
from supervision.notices.handling.forms import uuid_of
from supervision.notices.states import Feedback

TICK = re.compile(r"(\d{1,18})\.(\d{1,9})", re.ASCII)


def order_of(form: MultiDict[str, str]) -> Order:
    """Read an order; a new one gets a number of its own."""
    act, feedback = form.get("action", ""), form.get("feedback", "")
    if act not in set(Act):
        raise NothingChosen
    return Order(
        act=Act(act),
        ticked=_ticked(form.getlist("notice")),
        key=uuid_of(form.get("request_key", "")) or uuid4(),
        reason=" ".join(part for part in (form.get("why", ""), form.get("reason", "").strip()) if part),
        department_id=form.get("department_id", 0, type=int),
        feedback=Feedback(feedback) if feedback in set(Feedback) else None,
        text=form.get("text", "").strip(),
    )


def _ticked(values: Iterable[str]) -> list[Ticked]:
    found = (TICK.fullmatch(value) for value in dict.fromkeys(values))
    return [Ticked(int(parts[1]), int(parts[2])) for parts in found if parts]
