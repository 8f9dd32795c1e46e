"""Registrations on their way to departments: through the service, the outbox and the subscribers that really run."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from supervision.accounts.departments.service import create_department, end_department
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver
from supervision.licensing.offices.service import assign
from supervision.notices.models import Notice, Step
from supervision.registration.recording.schemas import NewEntry, Recorded
from supervision.registration.recording.service import record
from tests.factories.rows import uscc

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
CITY, NORTH, SOUTH = "330100", "330102", "330105"
FOOD, MEDICINE, FREIGHT = "餐饮服务", "药品零售", "道路普通货物运输"
PLAIN = "文具用品零售；企业形象策划"
TESTER = "system:test"


@dataclass(frozen=True)
class Town:
    """Departments by code, with their ids."""

    ids: dict[str, int]

    def __getitem__(self, code: str) -> int:
        return self.ids[code]

    def code_of(self, department_id: int | None) -> str | None:
        return next((code for code, number in self.ids.items() if number == department_id), None)


OFFICES = (
    ("market", "市市场监管局", CITY, ("market", "drug")),
    ("market-north", "北区市场监管局", NORTH, ("market", "drug")),
    ("market-south", "南区市场监管局", SOUTH, ("market", "drug")),
    ("transport", "市交通运输局", CITY, ("transport",)),
    ("police", "市公安局", CITY, ("police",)),
)


def found_town() -> Town:
    """Found the departments and give them their functions."""
    ids: dict[str, int] = {}
    with transaction() as session:
        for code, name, division, functions in OFFICES:
            made = create_department(session, code=code, name=name, division=division, actor=TESTER, now=NOW)
            ids[code] = made.id
            for function in functions:
                assign(
                    session, function=function, division=division, department_id=made.id, starts_on=SINCE, actor=TESTER, now=NOW
                )
    return Town(ids)


def entry(number: int, kind: str = "establishment", *, firm: int = 1, **values: Any) -> NewEntry:
    """Return business number `number` about a firm."""
    common = {
        "source_no": f"B{number:04d}",
        "kind": kind,
        "occurred_on": f"2026-11-{min(number, 19):02d}",
        "code": uscc(firm),
        "name": f"云汀砚山第{firm}食品有限公司",
        "scope": FOOD,
        "division": NORTH,
        "address": "北区石桥街 1 号",
    }
    return NewEntry(**{**common, **values})


def send(town: Town, *entries: NewEntry, now: datetime = NOW) -> list[Recorded]:
    """Record registrations as the registrar's system would."""
    with transaction() as session:
        return record(session, list(entries), department_id=town["market"], actor=TESTER, now=now)


def settle(*, now: datetime = NOW) -> None:
    """Deliver until nothing waits."""
    while deliver(joined(), now=now, limit=1000):
        pass


def arrive(town: Town, *entries: NewEntry, now: datetime = NOW) -> None:
    """Record registrations and let everything happen that follows."""
    send(town, *entries, now=now)
    settle(now=now)


def notices() -> list[Notice]:
    """Return every notice, the first first."""
    with reading() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def said(town: Town) -> list[tuple[str, str, str | None, str]]:
    """Return what stands: firm's business, item or why none, department, state."""
    return [
        (one.dedup_key.split("/")[1], one.item_name or str(one.pool_reason), town.code_of(one.department_id), one.state)
        for one in notices()
    ]


def steps(notice_id: int) -> list[tuple[str, str]]:
    """Return the history of a notice: action and reason."""
    with reading() as session:
        rows = session.execute(select(Step.action, Step.reason).where(Step.notice_id == notice_id).order_by(Step.id))
        return [(action, reason) for action, reason in rows]


def end(town: Town, code: str, *, merged_into: str | None = None) -> None:
    """Dissolve a department today, in favour of another or of nobody."""
    with transaction() as session:
        end_department(
            session,
            department_id=town[code],
            ends_on=NOW.date(),
            merged_into=town[merged_into] if merged_into else None,
            actor=TESTER,
            now=NOW,
        )
