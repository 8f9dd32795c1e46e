"""Who works on a case is reminded before its last day, the head after it, the city later; each once."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from credit.objections.models import Inquiry, Objection, ObjectionReminder, ObjectionStep
from credit.objections.reminding import service
from credit.objections.states import Level
from supervision.kernel.clock import SHANGHAI, today
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import Browser
from tests.factories.districts import colleague

MONDAY = date(2026, 11, 23)


def told_on(day: date) -> dict[str, int]:
    """Return how much each level is told of on a day."""
    moment = datetime(day.year, day.month, day.day, 8, 40, tzinfo=SHANGHAI)
    with transaction() as session:
        return {level.value: service.remind(session, level, now=moment) for level in Level}


def due(day: date) -> None:
    with transaction() as session:
        session.execute(update(Objection).values(due_on=day))


def test_the_ladder_is_climbed_once(firm, show):
    firm.objects(show())
    due(MONDAY)
    none = {"office": 0, "head": 0, "city": 0}
    days = [
        date(2026, 11, 18),
        date(2026, 11, 19),
        date(2026, 11, 23),
        date(2026, 11, 24),
        date(2026, 11, 25),
        date(2026, 11, 26),
    ]
    assert [told_on(day) for day in days] == [
        none,
        none | {"office": 1},
        none,
        none | {"head": 1},
        none,
        none | {"city": 1},
    ]
    assert told_on(days[-1]) == none
    with reading() as session:
        steps = session.scalars(select(ObjectionStep.said).where(ObjectionStep.action == "remind").order_by(ObjectionStep.id))
        assert steps.all() == [f"{level.label}（期限 2026-11-23）" for level in Level]
        assert len(session.scalars(select(ObjectionReminder)).all()) == 3


def test_what_is_decided_reminds_nobody(firm, show):
    receipt = firm.objects(show()).headers["Location"]
    due(MONDAY - timedelta(days=30))
    firm.post(f"{receipt}/cancel", receipt)
    assert told_on(MONDAY) == {"office": 0, "head": 0, "city": 0}


def test_the_city_sees_what_is_late_and_where(app, city, firm, show):
    overseer = Browser(colleague(app, city.bureau, "supervisor"))
    assert "没有逾期的异议和咨询" in overseer.client.get("/credit/objections/overdue").text
    firm.objects(show())
    due(today() - timedelta(days=20))
    with transaction() as session:
        session.add(
            Inquiry(
                token="q" * 22, request_key="00000000-0000-4000-8000-000000000001", category="other", question="问", contact_sealed=b"x",
                may_publish=False, state="asked", asked_at=datetime.now(SHANGHAI), due_on=today() - timedelta(days=20),
            )
        )  # fmt: skip
    page = overseer.client.get("/credit/objections/overdue").text
    assert all(word in page for word in ("市市场监管局", "待分派单位", "已升级到市级 2 件"))
