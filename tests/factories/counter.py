"""A registrar's counter: an office with a clerk, departments in charge, and applicants."""

import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal, Scope
from supervision.kernel.clock import now
from supervision.kernel.db import reading
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.working.service import execute
from supervision.notices.informing import service
from supervision.notices.informing.models import Informing
from supervision.notices.informing.queries import Whole, whole
from supervision.notices.informing.schemas import Asked, Channel
from tests.factories.accounts import NOW, City, acting, found_city, person

BASE = "https://jg.example.test"
CLERK = "person:1"
FIRM = "云汀试例食品有限公司"
SCOPE = "许可项目：餐饮服务；食品生产。一般项目：软件开发。"
NOTHING = "一般项目：软件开发；企业管理咨询。"


@dataclass
class Counter:
    """The counter of the eastern registrar."""

    session: Session
    city: City
    clerk: User = field(init=False)

    def __post_init__(self) -> None:
        self.clerk = person(self.session, "east-registrar", self.city.east)

    def principal(self, department: Department | None = None) -> Principal:
        """Return the clerk acting, or a colleague elsewhere."""
        office = department or self.city.east
        return acting(self.clerk, office, scopes=(Scope(office.path),), permissions=frozenset({"notices.inform"}))

    def look(self, scope: str = SCOPE, *, now: datetime = NOW, key: UUID | None = None, **more: object) -> Informing:
        asked = Asked(**{"kind": "establishment", "name": FIRM, "scope": scope, "division": "310115", **more})
        return service.look(
            self.session,
            asked,
            department_id=self.city.east.id,
            channel=Channel.COUNTER,
            actor=CLERK,
            now=now,
            request_key=key,
        )

    def issued(self, scope: str = SCOPE, *, now: datetime = NOW, **more: object) -> Informing:
        """Look and issue, every doubt left out."""
        made = self.look(scope, now=now, **more)
        for item in whole(self.session, made).open:
            service.judge(self.session, made, item_id=item.id, asked=False, reason="与申请无关", actor=CLERK, now=now)
        return service.issue(self.session, made, actor=CLERK, check_base=BASE, now=now)

    def whole(self, informing: Informing) -> Whole:
        return whole(self.session, informing)


def counter(session: Session) -> Counter:
    return Counter(session, found_city(session))


def picture(width: int = 320, height: int = 120, *, blank: bool = False) -> bytes:
    """Return a PNG of a signature: a curve with soft edges, or nothing at all."""
    rows = []
    for y in range(height):
        row = bytearray(width * 4)
        if not blank:
            for x in range(20, width - 20):
                distance = abs(y - (height / 2 + (height / 3) * ((x * 7919) % 97 - 48) / 48 * (x / width)))
                if distance < 6:
                    row[x * 4 : x * 4 + 4] = bytes((25, 30, 32, int(255 - distance * 40)))
        rows.append(b"\0" + bytes(row))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def work() -> None:
    """Do at once what the worker does in the background: deliver the news, run what is queued."""
    while True:
        delivered = deliver(joined(), now=now(), limit=1_000)
        with reading() as session:
            waiting = list(session.scalars(select(Job.id).where(Job.state == "queued").order_by(Job.id)))
        for job_id in waiting:
            assert execute(joined(), job_id)
        if not waiting and not delivered:
            return
