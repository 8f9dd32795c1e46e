"""Firms that ask for repair, and holders that keep effects of penalties; every firm and document is invented."""

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import select

from credit.publicity.models import Publication
from credit.repair.jobs import REMIND
from credit.repair.models import Repair
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.holders import Holder, Lifted, LiftOrder
from supervision.kernel.module import joined
from supervision.kernel.outbox import publish
from supervision.kernel.outbox.service import deliver
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.working.service import execute
from tests.factories.accounts import Browser, City
from tests.factories.published import published

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
EARLIER = datetime(2026, 6, 8, 2, 0, tzinfo=UTC)
CODE = "91990102MAXMU7B34M"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@dataclass
class Keeper:
    """A holder that keeps effects in its own book: a prompt one answers at once, another when it comes to it."""

    name: str
    label: str
    prompt: bool
    kept: set[int] = field(default_factory=set)
    orders: list[LiftOrder] = field(default_factory=list)
    lifted: list[int] = field(default_factory=list)

    def part(self) -> Holder:
        return Holder(self.name, self.label, self.holds, self.lift)

    def holds(self, _session, kind, ids) -> bool:
        return kind == "credit.decision" and bool(self.kept & set(ids))

    def lift(self, session, order, moment) -> None:
        self.orders.append(order)
        if self.prompt:
            self.answer(session, order, moment)

    def answer(self, session, order, moment) -> None:
        """Lift what is still kept and say so; asked again, only say so."""
        gone = self.kept & set(order.ground_ids)
        self.kept -= gone
        self.lifted.extend(gone)
        publish(session, Lifted(order.order_id, self.name, f"{self.name}-{order.order_id}"), now=moment)


def show(city: City, **values) -> Publication:
    """Publish a penalty of June that can be repaired since September."""
    with transaction() as session:
        return published(
            session,
            department_id=city.bureau.id,
            now=EARLIER,
            **{"decided_on": date(2026, 6, 1), "procedure": "ordinary", **values},
        )


def form(record: Publication, **changes) -> dict[str, object]:
    """Return what a firm fills in."""
    filled = {
        "request_key": str(uuid4()),
        "code": CODE,
        "doc_no": record.doc_no,
        "commitment": (io.BytesIO(PDF), "承诺书.pdf"),
        "performance": (io.BytesIO(PNG), "缴款凭证.png"),
        "committed": "y",
    }
    return {name: value for name, value in {**filled, **changes}.items() if value is not None}


def applied(firm: Browser, record: Publication, **changes) -> str:
    """Apply and return the address of the receipt."""
    answer = firm.post(f"/publicity/repair/apply/{record.token}", form(record, **changes))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def stored() -> Repair:
    """Return the latest repair."""
    with reading() as session:
        return session.scalars(select(Repair).order_by(Repair.id.desc())).first()


def carried() -> None:
    """Deliver what was told until nothing is left to tell."""
    while deliver(joined(), now=now(), limit=100):
        pass


def reminded() -> dict[str, object]:
    """Run the morning's job as a worker does, and return what it says."""
    with transaction() as session:
        job = enqueue(session, REMIND, arguments={}, now=now(), requested_by="test")
    execute(joined(), job)
    with reading() as session:
        return session.get(Job, job).result
